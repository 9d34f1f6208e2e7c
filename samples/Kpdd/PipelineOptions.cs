using System.CommandLine;
using KPDD.Models;
using KPDD.T5;

namespace KPDD.Samples;

/// <summary>The options that choose a pipeline, shared by the verbs that solve.</summary>
internal sealed class PipelineOptions
{
    private readonly Option<string?> kind = new("--kind") { Description = "How the student reasons: program or chain of thought; default: as the --model folder says, else pot" };
    private readonly Option<bool> noKeyPoints = new("--no-key-points") { Description = "Solve from the question alone (the baseline)" };
    private readonly Option<DirectoryInfo?> model = new("--model")
    {
        Description = "A folder with the sub-folders key, pot and cot, or one solve student's folder (then without key points); default: the embedded students",
        HelpName = "DIR",
    };

    private readonly Option<string?> weights = new("--weights") { Description = "Number format the students run in; default: as stored; the embedded program student is stored in int8, the others run in float32" };

    private readonly Option<string?> activations = new("--activations")
    {
        Description = "Number format that activations meet int8 weights in; default: mixed; int16 is the most exact; int8 is the fastest on processors with VNNI, and the least exact",
    };

    public PipelineOptions()
    {
        kind.AcceptOnlyFromAmong(RationaleKinds.Names);
        weights.AcceptOnlyFromAmong("float32", "int8");
        activations.AcceptOnlyFromAmong("int16", "mixed", "int8");
    }

    public void AddTo(Command command)
    {
        command.Add(kind);
        command.Add(noKeyPoints);
        command.Add(model);
        command.Add(weights);
        command.Add(activations);
    }

    public Task<KpddPipeline> LoadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        RationaleKind? asked = parsed.GetValue(kind) is { } name ? RationaleKinds.Parse(name) : null;
        bool useKeyPoints = !parsed.GetValue(noKeyPoints);
        var engine = new CpuEngineOptions();
        if (parsed.GetValue(weights) is { } weightFormat)
        {
            engine.WeightType = Enum.Parse<CpuWeightType>(weightFormat, ignoreCase: true);
        }

        if (parsed.GetValue(activations) is { } activationFormat)
        {
            engine.ActivationType = Enum.Parse<CpuActivationType>(activationFormat, ignoreCase: true);
        }

        if (parsed.GetValue(model)?.FullName is not { } folder)
        {
            var options = new TinyPipelineOptions { UseKeyPoints = useKeyPoints, Engine = engine };
            return TinyModels.LoadPipelineAsync(asked ?? RationaleKind.ProgramOfThought, options, cancellationToken);
        }

        if (!Directory.Exists(folder) || T5TextGenerator.IsModelFolder(folder))
        {
            return ModelFolders.LoadPipelineAsync(folder, null, asked, engine, cancellationToken);
        }

        string solve = asked == RationaleKind.ChainOfThought ? "cot" : "pot";
        string[] missing = [.. (useKeyPoints ? (string[])["key", solve] : [solve]).Where(name => !Directory.Exists(Path.Combine(folder, name)))];
        return missing.Length > 0
            ? throw new KpddException(
                $"'{folder}' is no student's folder (it has neither config.json nor kpdd.json) and lacks the sub-folder{(missing.Length > 1 ? "s" : string.Empty)} " +
                $"{string.Join(" and ", missing)}. Remedy: name a student's own folder, or one with key, pot and cot; --no-key-points does without key.")
            : ModelFolders.LoadPipelineAsync(Path.Combine(folder, solve), useKeyPoints ? Path.Combine(folder, "key") : null, asked, engine, cancellationToken);
    }
}
