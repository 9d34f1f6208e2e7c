using System.CommandLine;
using System.CommandLine.Parsing;
using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>The options of <c>kpdd generate</c> that ask through a provider's batch files instead of live.</summary>
internal sealed class BatchOptions
{
    private readonly Option<FileInfo?> write = new("--batch-file") { Description = "Write the next request of each unfinished path into this batch file; send nothing", HelpName = "FILE" };
    private readonly Option<FileInfo[]> read = new("--batch-results") { Description = "Read the provider's result files into the run", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };

    public void AddTo(Command command)
    {
        command.Add(write);
        command.Add(read);
    }

    public bool AreGiven(CommandResult result) => result.GetResult(write) is not null || result.GetResult(read) is not null;

    /// <summary>Reads results, then writes what is missing after them, each where it was asked for; false when neither was.</summary>
    public async Task<bool> RunAsync(
        ParseResult parsed, DistillationRunOptions options, IAsyncEnumerable<MathProblem> problems, bool json, CancellationToken cancellationToken)
    {
        if (!AreGiven(parsed.CommandResult))
        {
            return false;
        }

        var batch = new BatchSummary();
        if (parsed.GetValue(read) is { Length: > 0 } results)
        {
            options.Resume = true; // The run was begun when its batch file was written.
            batch.Read = await new TeacherBatch(options).ReadAsync(problems, [.. results.Select(file => file.FullName)], cancellationToken);
        }

        if (parsed.GetValue(write) is { } file)
        {
            batch.File = file.FullName;
            batch.Requests = await new TeacherBatch(options).WriteAsync(problems, file.FullName, cancellationToken);
        }

        batch.Write(json);
        return true;
    }
}
