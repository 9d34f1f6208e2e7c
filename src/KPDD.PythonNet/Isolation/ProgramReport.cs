using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>Makes a result of a worker's answer. The program's part of it is read as what it is: bytes of an untrusted process.</summary>
internal static class ProgramReport
{
    private static readonly Dictionary<string, ProgramOutcome> Outcomes = Enum.GetValues<ProgramOutcome>().ToDictionary(outcome => outcome.ToString());
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 4 };
    private static readonly JsonDocumentOptions AsDeepAsAnswers = new() { MaxDepth = ProgramData.LargestDepth };

    /// <summary>Whether the program asked for a library where none is loaded. A program can pretend it, and is then run where they are.</summary>
    public static bool AsksForLibraries(WorkerAnswer answer) => answer.Report.AsSpan().SequenceEqual("""{"outcome":"NeedsLibraries"}"""u8);

    /// <summary>The result that the answer tells of.</summary>
    public static ProgramResult Read(WorkerAnswer answer, TimeSpan timeLimit)
    {
        using var document = JsonDocument.Parse(answer.Status, Shallow);
        var status = document.RootElement;
        var result = status.GetProperty("end").GetString() switch
        {
            "report" => ReadReport(answer.Report),
            "timeout" => TimedOut(timeLimit),
            "oversized" => new ProgramResult(ProgramOutcome.OutputLimit) { Message = "The program's report is larger than its output limit allows." },
            "closed" => Died(status.GetProperty("code").GetInt32()),
            var end => Crashed($"The program's process wrote no report ({end})."),
        };
        return result with
        {
            CpuTime = TimeSpan.FromSeconds(Math.Max(0, status.GetProperty("cpu").GetDouble())),
            PeakMemoryBytes = Math.Max(0, status.GetProperty("peak").GetInt64()),
        };
    }

    /// <summary>The result of a program that was killed at its time limit.</summary>
    public static ProgramResult TimedOut(TimeSpan timeLimit) =>
        new(ProgramOutcome.Timeout) { Message = FormattableString.Invariant($"The program ran longer than {timeLimit.TotalSeconds:0.###} s and was killed.") };

    /// <summary>The result of a program whose process ended without a report.</summary>
    public static ProgramResult Crashed(string message) => new(ProgramOutcome.Crashed) { Message = message };

    /// <summary>The result that the program's own report tells of.</summary>
    public static ProgramResult ReadReport(ReadOnlyMemory<byte> report)
    {
        try
        {
            using var document = JsonDocument.Parse(report, AsDeepAsAnswers);
            var root = document.RootElement;
            return new ProgramResult(Outcome(Text(root, "outcome")))
            {
                Value = Text(root, "repr"),
                ValueType = Text(root, "type"),
                TypedValue = root.TryGetProperty("data", out var data) ? ProgramData.Read(data) : null,
                HexadecimalValue = Text(root, "hex"),
                SortedItems = Items(root),
                StandardOutput = Text(root, "stdout") ?? string.Empty,
                ExceptionType = Text(root, "exception"),
                Message = Text(root, "message"),
                LineNumber = root.TryGetProperty("line", out var line) && line.ValueKind == JsonValueKind.Number ? line.GetInt32() : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return Crashed("The program's process wrote a report that cannot be read.");
        }
    }

    private static ProgramResult Died(int code)
    {
        const int KilledByProcessorTimeLimit = -24;
        return code == KilledByProcessorTimeLimit
            ? new ProgramResult(ProgramOutcome.Timeout) { Message = "The program used up its processor time and was killed." }
            : Crashed(code < 0 ? $"The program's process was ended by signal {-code}." : $"The program's process ended with code {code} and without a report.");
    }

    // Enum.Parse would take numbers as well.
    private static ProgramOutcome Outcome(string? name) =>
        name is not null && Outcomes.TryGetValue(name, out var outcome) ? outcome : throw new FormatException("The outcome is none.");

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IReadOnlyList<string>? Items(JsonElement root) =>
        root.TryGetProperty("items", out var items) ? [.. items.EnumerateArray().Select(item => item.GetString() ?? string.Empty)] : null;
}
