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

    private readonly Option<string?> weights = new("--weights") { Description = "Number format the students run in; default: as stored, float32 for the embedded ones" };

    public PipelineOptions()
    {
        kind.AcceptOnlyFromAmong(RationaleKinds.Names);
        weights.AcceptOnlyFromAmong("float32", "int8");
    }

    public void AddTo(Command command)
    {
        command.Add(kind);
        command.Add(noKeyPoints);
        command.Add(model);
        command.Add(weights);
    }

    public Task<KpddPipeline> LoadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        RationaleKind? asked = parsed.GetValue(kind) is { } name ? RationaleKinds.Parse(name) : null;
        bool useKeyPoints = !parsed.GetValue(noKeyPoints);
        var engine = new CpuEngineOptions { WeightType = parsed.GetValue(weights) is { } format ? Enum.Parse<CpuWeightType>(format, ignoreCase: true) : null };
        if (parsed.GetValue(model)?.FullName is not { } folder)
        {
            var options = new TinyPipelineOptions { UseKeyPoints = useKeyPoints, Engine = engine };
            return TinyModels.LoadPipelineAsync(asked ?? RationaleKind.ProgramOfThought, options, cancellationToken);
        }

        if (!Directory.Exists(folder) || T5TextGenerator.IsModelFolder(folder))
        {
            return ModelFolders.LoadPipelineAsync(folder, null, asked, engine, cancellationToken);
        }

        string solve = Path.Combine(folder, asked == RationaleKind.ChainOfThought ? "cot" : "pot");
        return ModelFolders.LoadPipelineAsync(solve, useKeyPoints ? Path.Combine(folder, "key") : null, asked, engine, cancellationToken);
    }
}
