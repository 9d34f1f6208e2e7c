using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>What <c>kpdd generate</c> says of batch files.</summary>
internal sealed class BatchSummary
{
    /// <summary>What came of the result files; null when none were read.</summary>
    public BatchImport? Read { get; set; }

    /// <summary>The file with the next requests; null when none was written.</summary>
    public string? File { get; set; }

    /// <summary>Its requests.</summary>
    public int Requests { get; set; }

    public void Write(bool json)
    {
        if (json)
        {
            JsonLines.Write(Fields());
            return;
        }

        if (Read is { } read)
        {
            Console.WriteLine($"{read.Written} answers read, {read.Repeated} known already, {read.Failed} failed, {read.Missing} paths unfinished{(read.LastFailure is { } failure ? $"; the last failure: {failure}" : string.Empty)}");
        }

        Console.WriteLine((File, Read) switch
        {
            ({ } file, _) => $"{Requests} requests in {file}",
            (_, { Missing: > 0 }) => "--batch-file writes the next requests",
            _ => "every path is complete",
        });
    }

    /// <summary>Only what was done, so that who reads the object need not guess what a zero means.</summary>
    private Dictionary<string, object?> Fields()
    {
        var fields = new Dictionary<string, object?>();
        if (Read is { } read)
        {
            fields["written"] = read.Written;
            fields["repeated"] = read.Repeated;
            fields["failed"] = read.Failed;
            fields["missing"] = read.Missing;
            fields["lastFailure"] = read.LastFailure;
        }

        if (File is not null)
        {
            fields["batchFile"] = File;
            fields["requests"] = Requests;
        }

        return fields;
    }
}
