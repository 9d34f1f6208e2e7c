using System.CommandLine;

namespace KPDD.Samples;

/// <summary>Runs a command so that every failure is one line on standard error and an exit code.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Unfinished = 3; // A run that stopped early on purpose; it can be resumed.
    public const int Cancelled = 130; // 128 + SIGINT, as shells count.

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Report(string.Join(" ", parsed.Errors.Select(error => error.Message.TrimEnd('.') + ".")) + " Try --help.", WrongUsage);
        }

        try
        {
            // Ctrl+C cancels the token that the command's action receives; a busy machine may take its time to end it, and to say what became of the work.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (OperationCanceledException e)
        {
            return Report(e is StoppedRunException ? e.Message : "cancelled", Cancelled);
        }
        catch (Exception e)
        {
            return Report(MessageOf(e), Failed);
        }
    }

    /// <summary>The message without the name of the method's parameter, which means nothing to who gave a command.</summary>
    private static string MessageOf(Exception e) =>
        e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : e.Message;

    private static int Report(string message, int exitCode)
    {
        // Some messages come with line breaks and tabs; one failure is one line.
        Console.Error.WriteLine($"kpdd: {string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
        return exitCode;
    }
}
