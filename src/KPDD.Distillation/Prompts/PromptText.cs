using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>The text of problems, key points and rationales as the teacher reads and writes them.</summary>
internal static class PromptText
{
    public const string CoreQuestionLabel = "Core question:";
    public const string InformationLabel = "Information:";
    public const string SolutionLabel = "Solution:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is asked: the problem and whatever is known of its key points.</summary>
    public static string Request(string question, string? coreQuestion = null, IReadOnlyList<string>? information = null)
    {
        var text = new StringBuilder("Problem: ").Append(question.Trim());
        if (coreQuestion is not null)
        {
            text.Append('\n').Append(CoreQuestionLabel).Append(' ').Append(coreQuestion);
        }

        if (information is not null)
        {
            text.Append('\n').Append(InformationLabel).Append('\n').Append(Numbered(information));
        }

        return text.ToString();
    }

    /// <summary>Statements, numbered, one a line.</summary>
    public static string Numbered(IReadOnlyList<string> statements) =>
        string.Join('\n', statements.Select((statement, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {statement}")));

    /// <summary>A rationale; a program stands in a code fence, as chat models write it.</summary>
    public static string Solution(RationaleKind kind, string rationale) =>
        kind == RationaleKind.ProgramOfThought ? $"```python\n{rationale}\n```" : rationale;

    /// <summary>All parts of an example under their labels.</summary>
    public static string Tagged(Demonstration shown, RationaleKind kind) =>
        $"{CoreQuestionLabel} {shown.CoreQuestion}\n{InformationLabel}\n{Numbered(shown.Information)}\n{SolutionLabel}\n{Solution(kind, shown.RationaleOf(kind)!)}";

    /// <summary>All parts of an example as a JSON object.</summary>
    public static string AsJson(Demonstration shown, RationaleKind kind) =>
        JsonSerializer.Serialize(new { shown.CoreQuestion, shown.Information, Solution = shown.RationaleOf(kind) }, Json);
}
