using System.CommandLine;
using System.CommandLine.Parsing;
using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>The options that name files of rationales which teachers wrote earlier.</summary>
internal sealed class RecordedOptions
{
    private readonly Option<FileInfo[]> files = new("--recorded") { Description = "Files of recorded rationales, in place of --run", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> form = new("--recorded-form")
    {
        Description = "What they hold: instruction/output pairs, item rationales in words or Python, Wolfram programs, model answers, or a distillation set",
        DefaultValueFactory = _ => "set",
    };

    private readonly Option<FileInfo?> problems = new("--problems") { Description = "GSM8K file to take ids and gold answers of instruction/output pairs from", HelpName = "FILE" };

    public RecordedOptions() => form.AcceptOnlyFromAmong("chains", "cot", "pot", "wolfram", "outputs", "set");

    public void AddTo(Command command)
    {
        command.Add(files);
        command.Add(form);
        command.Add(problems);
    }

    public bool AreGiven(CommandResult result) => result.GetResult(files) is not null;

    public IReadOnlyList<TeacherPath> Read(ParseResult parsed)
    {
        string[] paths = [.. parsed.GetRequiredValue(files).Select(file => file.FullName)];
        IReadOnlyList<MathProblem>? known = parsed.GetValue(problems) is { } file ? Datasets.Read(file.FullName, DatasetFormat.Gsm8k) : null;
        return parsed.GetRequiredValue(form) switch
        {
            "chains" => RecordedPaths.From(paths.SelectMany(path => RecordedTeachers.ReadChainsOfThought(path, known))),
            "cot" => RecordedPaths.From(paths.SelectMany(path => RecordedTeachers.ReadRationales(path, RationaleKind.ChainOfThought))),
            "pot" => RecordedPaths.From(paths.SelectMany(path => RecordedTeachers.ReadRationales(path, RationaleKind.ProgramOfThought)), readKeyPoints: true),
            "wolfram" => RecordedPaths.From(paths.SelectMany(RecordedTeachers.ReadWolframPrograms)),
            "outputs" => RecordedPaths.From(paths.SelectMany(RecordedTeachers.ReadOutputs), "recorded"),
            _ => RecordedPaths.From(paths.SelectMany(DistillationSet.Read)),
        };
    }
}
