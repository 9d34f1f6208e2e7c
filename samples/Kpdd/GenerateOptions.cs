using System.CommandLine;
using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>The options of <c>kpdd generate</c> that say how a run goes.</summary>
internal sealed class GenerateOptions
{
    private static readonly Dictionary<string, TeacherForm> Forms = new()
    {
        ["three-calls"] = TeacherForm.ThreeCalls,
        ["one-call"] = TeacherForm.OneCallTagged,
        ["one-call-json"] = TeacherForm.OneCallJson,
    };

    private readonly Option<string> kind = new("--kind") { Description = "What the teacher writes: programs or chains of thought", DefaultValueFactory = _ => "pot" };
    private readonly Option<string> form = new("--form") { Description = "In how many calls it writes a path", DefaultValueFactory = _ => "three-calls" };
    private readonly Option<int> paths = new("--paths") { Description = "Paths a problem", HelpName = "K", DefaultValueFactory = _ => 4 };
    private readonly Option<DirectoryInfo> output = new("--out") { Description = "Folder of the run", HelpName = "DIR", Required = true };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on with the run in the folder" };
    private readonly Option<Shard> shard = new("--shard") { Description = "Only the i-th of n parts of the data; 'kpdd merge' joins them", HelpName = "i/n", DefaultValueFactory = _ => Shard.Whole, CustomParser = ParseShard };
    private readonly Option<int> concurrency = new("--concurrency") { Description = "Paths at the same time", HelpName = "N", DefaultValueFactory = _ => 8 };
    private readonly Option<int?> requests = new("--requests-per-minute") { Description = "Most requests a minute", HelpName = "N" };
    private readonly Option<int?> tokens = new("--tokens-per-minute") { Description = "Most tokens a minute, in and out", HelpName = "N" };
    private readonly Option<decimal?> budget = new("--budget") { Description = "Most US dollars of the run; needs prices", HelpName = "USD" };
    private readonly Option<decimal?> priceIn = new("--price-in") { Description = "US dollars a million tokens sent", HelpName = "P" };
    private readonly Option<decimal?> priceOut = new("--price-out") { Description = "US dollars a million tokens received", HelpName = "P" };
    private readonly Option<double> temperature = new("--temperature") { Description = "Sampling temperature", HelpName = "T", DefaultValueFactory = _ => 0.7 };
    private readonly Option<long> seed = new("--seed") { Description = "Seed of path 0; path n has this plus n", HelpName = "N", DefaultValueFactory = _ => 0 };
    private readonly Option<int> maxTokens = new("--max-tokens") { Description = "Most tokens an answer; models that think before they answer need more", HelpName = "N", DefaultValueFactory = _ => new KeyPointTeacherOptions().MaxOutputTokens };
    private readonly Option<double> timeout = new("--timeout") { Description = "Seconds an attempt may take", HelpName = "SECONDS", DefaultValueFactory = _ => new TeacherRequestOptions().Timeout.TotalSeconds };
    private readonly Option<int> attempts = new("--attempts") { Description = "Most attempts a call", HelpName = "N", DefaultValueFactory = _ => 6 };
    private readonly Option<FileInfo?> demonstrations = new("--demonstrations") { Description = "Worked examples of your own in place of the built-in eight; a run's prompts.json shows the form", HelpName = "FILE" };
    private readonly Option<FileInfo?> instructions = new("--instructions") { Description = "Instructions of your own in place of the built-in ones; likewise", HelpName = "FILE" };

    public GenerateOptions()
    {
        kind.AcceptOnlyFromAmong(RationaleKinds.Names);
        form.AcceptOnlyFromAmong([.. Forms.Keys]);
        paths.Require(value => value is >= 1 and <= KeyPointTeacherOptions.MaxPaths, $"1 to {KeyPointTeacherOptions.MaxPaths}");
        concurrency.Require(value => value is >= 1 and <= 1024, "1 to 1024");
        requests.Require(value => value >= 1, "at least 1");
        tokens.Require(value => value >= 1, "at least 1");
        budget.Require(value => value > 0, "above 0");
        priceIn.Require(value => value >= 0, "0 or more");
        priceOut.Require(value => value >= 0, "0 or more");
        temperature.Require(value => value is >= 0 and <= 2, "0 to 2");
        maxTokens.Require(value => value >= 1, "at least 1");
        timeout.Require(value => value is >= 0.01 and <= 86400, "0.01 to 86400");
        attempts.Require(value => value >= 1, "at least 1");
    }

    public void AddTo(Command command)
    {
        Option[] all =
        [
            kind, form, paths, output, resume, shard, concurrency, requests, tokens, budget, priceIn, priceOut, temperature, seed, maxTokens, timeout, attempts, demonstrations, instructions,
        ];
        Array.ForEach(all, command.Add);
        command.Validators.Add(result =>
        {
            if (result.GetResult(budget) is not null && result.GetResult(priceIn) is null && result.GetResult(priceOut) is null)
            {
                result.AddError("--budget needs --price-in or --price-out.");
            }
        });
    }

    public DistillationRunOptions Read(ParseResult parsed, string model) => new()
    {
        OutputFolder = parsed.GetRequiredValue(output).FullName,
        Resume = parsed.GetValue(resume),
        Shard = parsed.GetRequiredValue(shard),
        Concurrency = parsed.GetValue(concurrency),
        Budget = parsed.GetValue(budget),
        Prices = (parsed.GetValue(priceIn), parsed.GetValue(priceOut)) is (null, null)
            ? null
            : new TokenPrices(parsed.GetValue(priceIn) ?? 0, parsed.GetValue(priceOut) ?? 0),
        Requests = new TeacherRequestOptions
        {
            RequestsPerMinute = parsed.GetValue(requests),
            TokensPerMinute = parsed.GetValue(tokens),
            MaxAttempts = parsed.GetValue(attempts),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
        },
        Teacher = new KeyPointTeacherOptions
        {
            Model = model,
            Kind = RationaleKinds.Parse(parsed.GetRequiredValue(kind)),
            Form = Forms[parsed.GetRequiredValue(form)],
            Paths = parsed.GetValue(paths),
            Temperature = parsed.GetValue(temperature),
            Seed = parsed.GetValue(seed),
            MaxOutputTokens = parsed.GetValue(maxTokens),
            Prompts = Prompts(parsed),
        },
    };

    private PromptSet Prompts(ParseResult parsed)
    {
        string? file = parsed.GetValue(demonstrations)?.FullName;
        PromptSet prompts = PromptSet.Load(parsed.GetValue(instructions)?.FullName, file);
        RationaleKind asked = RationaleKinds.Parse(parsed.GetRequiredValue(kind));
        int lacking = prompts.Demonstrations.ToList().FindIndex(shown => string.IsNullOrWhiteSpace(shown.RationaleOf(asked)));
        return lacking < 0
            ? prompts
            : throw new KpddException($"{file}: example {lacking + 1} has no '{(asked == RationaleKind.ProgramOfThought ? "programOfThought" : "chainOfThought")}', and --kind {parsed.GetRequiredValue(kind)} shows the teacher one.");
    }

    private static Shard? ParseShard(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Shard.TryParse(result.Tokens[0].Value, out Shard? read))
        {
            return read;
        }

        result.AddError("--shard must be i/n with 1 <= i <= n, for example 2/8.");
        return null;
    }
}
