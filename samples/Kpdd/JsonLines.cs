using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.Samples;

/// <summary>What <c>kpdd solve --json</c> writes, one a line.</summary>
internal sealed record SolveLine(
    string Question,
    string? CoreQuestion,
    IReadOnlyList<string> Information,
    string Rationale,
    string? Answer,
    SolveStatus Status,
    double Milliseconds)
{
    /// <summary>Left out where there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Diagnostic { get; init; }

    public static SolveLine From(SolveResult result, TimeSpan elapsed) => new(
        result.Problem.Question,
        result.KeyPoints?.CoreQuestion,
        result.KeyPoints?.Information ?? [],
        result.Rationale.Text,
        result.Answer,
        result.Status,
        Math.Round(elapsed.TotalMilliseconds, 1)) { Diagnostic = result.Diagnostic };
}

/// <summary>What <c>kpdd evaluate --json</c> ends with.</summary>
internal sealed record EvaluateLine(
    int Total, int Answered, int Correct, double Accuracy, IReadOnlyDictionary<SolveStatus, int> PerStatus, double Seconds)
{
    public static EvaluateLine From(EvaluationReport report) =>
        new(report.Total, report.Answered, report.Correct, report.Accuracy, report.PerStatus, Math.Round(report.Seconds, 2));
}

/// <summary>JSON, one object a line.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Readable text: the output goes to a file or a program, never into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Answers of programs may be nested, three levels of JSON for one of theirs.
        MaxDepth = 256,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write<T>(T line) => Console.Out.WriteLine(JsonSerializer.Serialize(line, Options));
}
