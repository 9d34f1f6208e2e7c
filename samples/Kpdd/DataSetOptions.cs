using System.CommandLine;

namespace KPDD.Samples;

/// <summary>The options that name a data set, shared by the verbs that read one.</summary>
internal sealed class DataSetOptions
{
    private readonly Option<FileInfo> data = new("--data") { Description = "The data set's file", HelpName = "FILE", Required = true };
    private readonly Option<string> format = new("--format") { Description = "The file's format", Required = true };
    private readonly Option<int?> limit = new Option<int?>("--limit") { Description = "Only the first so many problems", HelpName = "N" }.Require(limit => limit >= 1, "at least 1");

    public DataSetOptions() => format.AcceptOnlyFromAmong([.. DatasetFormats.Names]);

    public void AddTo(Command command)
    {
        command.Add(data);
        command.Add(format);
        command.Add(limit);
    }

    public IReadOnlyList<MathProblem> Read(ParseResult parsed)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(
            parsed.GetRequiredValue(data).FullName, DatasetFormats.Parse(parsed.GetRequiredValue(format)));
        return [.. problems.Take(parsed.GetValue(limit) ?? int.MaxValue)];
    }
}
