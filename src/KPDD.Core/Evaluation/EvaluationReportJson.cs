using System.Text.Encodings.Web;
using System.Text.Json;

namespace KPDD;

/// <summary>Writes evaluation reports as JSON.</summary>
public static class EvaluationReportJson
{
    // The text is for files and terminals, never for HTML: plain quotes and letters stay readable.
    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a report to a file, whole or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file.</param>
    public static void Write(EvaluationReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        WholeFile.Write(path, stream => Write(report, stream));
    }

    /// <summary>Writes a report to a stream: the figures first, then one object a problem.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Stays open.</param>
    public static void Write(EvaluationReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, WriterOptions);
        json.WriteStartObject();
        WriteFigures(report, json);
        json.WriteStartArray("items");
        foreach (EvaluationItem item in report.Items)
        {
            WriteItem(item, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(EvaluationReport report, Utf8JsonWriter json)
    {
        json.WriteNumber("total", report.Total);
        json.WriteNumber("answered", report.Answered);
        json.WriteNumber("correct", report.Correct);
        json.WriteNumber("accuracy", report.Accuracy);
        json.WriteString("rule", Name(report.Rule));
        json.WriteNumber("lower", report.Interval.Lower);
        json.WriteNumber("upper", report.Interval.Upper);
        json.WriteNumber("correctStrict", report.CountCorrect(AnswerRule.Strict));
        json.WriteNumber("correctLenient", report.CountCorrect(AnswerRule.Lenient));
        json.WriteStartObject("perStatus");
        foreach ((SolveStatus status, int count) in report.PerStatus)
        {
            json.WriteNumber(Name(status), count);
        }

        json.WriteEndObject();
        json.WriteNumber("seconds", report.Seconds);
    }

    private static void WriteItem(EvaluationItem item, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Problem.Id);
        json.WriteString("question", item.Problem.Question);
        json.WriteString("expected", item.Problem.ExpectedAnswer);
        json.WriteString("answer", item.Result.Answer);
        json.WriteBoolean("correctStrict", item.CorrectStrict);
        json.WriteBoolean("correctLenient", item.CorrectLenient);
        json.WriteString("evidence", Name(item.Evidence));
        json.WriteString("status", Name(item.Result.Status));
        json.WriteString("coreQuestion", item.Result.KeyPoints?.CoreQuestion);
        json.WriteStartArray("information");
        foreach (string information in item.Result.KeyPoints?.Information ?? [])
        {
            json.WriteStringValue(information);
        }

        json.WriteEndArray();
        json.WriteString("rationale", item.Result.Rationale.Text);
        json.WriteString("diagnostic", item.Result.Diagnostic);
        json.WriteEndObject();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
