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

    public IReadOnlyList<MathProblem> Read(ParseResult parsed) => [.. Datasets.Read(Path(parsed), Format(parsed)).Take(Limit(parsed))];

    /// <summary>The problems one by one, from the file's beginning each time they are gone through.</summary>
    public IAsyncEnumerable<MathProblem> Stream(ParseResult parsed) => Datasets.ReadAsync(Path(parsed), Format(parsed)).Take(Limit(parsed));

    /// <summary>Goes through the file once, so that a broken record is found before anything else is done, and tells how many problems there are.</summary>
    public async Task<int> CheckAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (File.Exists(Path(parsed)))
        {
            using FileStream file = File.OpenRead(Path(parsed));
            if (!file.CanSeek)
            {
                throw new KpddException($"{Path(parsed)}: this is a pipe, and the data is read twice. Write it into a file first.");
            }
        }

        return await Stream(parsed).CountAsync(cancellationToken);
    }

    private string Path(ParseResult parsed) => parsed.GetRequiredValue(data).FullName;

    private DatasetFormat Format(ParseResult parsed) => DatasetFormats.Parse(parsed.GetRequiredValue(format));

    private int Limit(ParseResult parsed) => parsed.GetValue(limit) ?? int.MaxValue;
}
