using System.CommandLine;
using KPDD.Models;

namespace KPDD.Samples;

/// <summary>The options that choose a pipeline, shared by the verbs that solve.</summary>
internal sealed class PipelineOptions
{
    private readonly Option<string> kind = KindOption();
    private readonly Option<bool> noKeyPoints = new("--no-key-points") { Description = "Solve from the question alone (the baseline)" };
    private readonly Option<DirectoryInfo?> model = new("--model")
    {
        Description = "A folder with the sub-folders key, pot and cot, or one solve student's folder (then without key points); default: the embedded students",
    };

    public static Option<string> KindOption()
    {
        var option = new Option<string>("--kind") { Description = "How the student reasons: program or chain of thought", DefaultValueFactory = _ => "pot" };
        option.AcceptOnlyFromAmong("pot", "cot");
        return option;
    }

    public static RationaleKind ParseKind(string name) => name == "cot" ? RationaleKind.ChainOfThought : RationaleKind.ProgramOfThought;

    public void AddTo(Command command)
    {
        command.Add(kind);
        command.Add(noKeyPoints);
        command.Add(model);
    }

    public Task<KpddPipeline> LoadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        RationaleKind rationale = ParseKind(parsed.GetRequiredValue(kind));
        bool useKeyPoints = !parsed.GetValue(noKeyPoints);
        if (parsed.GetValue(model)?.FullName is not { } folder)
        {
            return TinyModels.LoadPipelineAsync(rationale, new TinyPipelineOptions { UseKeyPoints = useKeyPoints }, cancellationToken);
        }

        if (File.Exists(Path.Combine(folder, "config.json")))
        {
            return ModelFolders.LoadPipelineAsync(folder, null, rationale, cancellationToken);
        }

        string solve = Path.Combine(folder, rationale == RationaleKind.ChainOfThought ? "cot" : "pot");
        return ModelFolders.LoadPipelineAsync(solve, useKeyPoints ? Path.Combine(folder, "key") : null, rationale, cancellationToken);
    }
}
