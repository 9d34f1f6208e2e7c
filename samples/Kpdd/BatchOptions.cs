using System.CommandLine;
using System.CommandLine.Parsing;
using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>The options of <c>kpdd generate</c> that ask through a provider's batch files instead of live.</summary>
internal sealed class BatchOptions
{
    private readonly Option<FileInfo?> write = new("--batch-file") { Description = "Write the missing requests into this batch file; send nothing", HelpName = "FILE" };
    private readonly Option<FileInfo[]> read = new("--batch-results") { Description = "Read the provider's result files into the run", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };

    public void AddTo(Command command)
    {
        command.Add(write);
        command.Add(read);
    }

    public bool AreGiven(CommandResult result) => result.GetResult(write) is not null || result.GetResult(read) is not null;

    /// <summary>Writes or reads batch files; false when neither was asked for.</summary>
    public async Task<bool> RunAsync(
        ParseResult parsed, DistillationRunOptions options, IReadOnlyList<MathProblem> problems, bool json, CancellationToken cancellationToken)
    {
        FileInfo[] results = parsed.GetValue(read) ?? [];
        if (results.Length > 0)
        {
            options.Resume = true; // the run was begun when its batch file was written
            BatchImport import = await new TeacherBatch(options).ReadAsync(problems.ToAsyncEnumerable(), [.. results.Select(file => file.FullName)], cancellationToken);
            Say(json, import, $"{import.Written} answers read, {import.Repeated} known already, {import.Failed} failed, {import.Missing} missing");
            return true;
        }

        if (parsed.GetValue(write) is not { } file)
        {
            return false;
        }

        int requests = await new TeacherBatch(options).WriteAsync(problems.ToAsyncEnumerable(), file.FullName, cancellationToken);
        Say(json, new { batchFile = file.FullName, requests }, $"{requests} requests in {file.FullName}");
        return true;
    }

    private static void Say<T>(bool json, T value, string text)
    {
        if (json)
        {
            JsonLines.Write(value);
        }
        else
        {
            Console.WriteLine(text);
        }
    }
}
