using System.Text.Encodings.Web;
using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>Writes filter reports as JSON.</summary>
public static class FilterReportJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a report to a file, whole or not at all: the figures, then one object a problem.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file.</param>
    public static void Write(FilterReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        WholeFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, Indented);
            json.WriteStartObject();
            WriteFigures(report, json);
            json.WriteStartArray("perQuestion");
            foreach (QuestionRetention question in report.PerQuestion)
            {
                WriteQuestion(question, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>The report's figures on one line, without the single problems.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A JSON object.</returns>
    public static string FormatFigures(FilterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteFigures(report, json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteFigures(FilterReport report, Utf8JsonWriter json)
    {
        json.WriteNumber("total", report.Total);
        json.WriteNumber("kept", report.Kept);
        json.WriteNumber("retention", report.Retention);
        json.WriteNumber("questions", report.PerQuestion.Count);
        json.WriteNumber("coveredQuestions", report.CoveredQuestions);
        WriteCounts("perReason", report.PerReason, json);
        json.WriteStartArray("perPath");
        foreach (PathRetention path in report.PerPath)
        {
            json.WriteStartObject();
            json.WriteNumber("path", path.PathNumber);
            json.WriteNumber("total", path.Total);
            json.WriteNumber("kept", path.Kept);
            json.WriteNumber("retention", path.Retention);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteQuestion(QuestionRetention question, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", question.ProblemId);
        json.WriteNumber("total", question.Total);
        json.WriteNumber("kept", question.Kept);
        WriteCounts("dropped", question.Dropped, json);
        json.WriteEndObject();
    }

    private static void WriteCounts(string name, IReadOnlyDictionary<PathReason, int> counts, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        foreach ((PathReason reason, int count) in counts)
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), count);
        }

        json.WriteEndObject();
    }
}
