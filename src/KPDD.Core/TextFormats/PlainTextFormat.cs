using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Plain text for students that can copy, such as Flan-T5: the question in words in, the key points or the rationale in words out.</summary>
/// <remarks>Key points are one line: the core question, then the numbered information, as in the paper's two-model form (arXiv 2407.10167 v4).</remarks>
public sealed partial class PlainTextFormat : IStudentTextFormat
{
    /// <summary>The default input of the key student.</summary>
    public const string DefaultKeyPointTemplate = "Extract the core question and the problem-solving information. Question: {question}";

    /// <summary>The default input of the solve student. The part from "Core question" on is left out when there are no key points.</summary>
    public const string DefaultSolveTemplate = "Question: {question} Core question: {core_question} Information: {information}";

    private const string CoreMark = "Core question:";
    private const string InformationMark = "Information:";
    private readonly string keyPointTemplate;
    private readonly string solveTemplate;

    /// <summary>Creates the format.</summary>
    /// <param name="keyPointTemplate">Input of the key student; null for <see cref="DefaultKeyPointTemplate"/>.</param>
    /// <param name="solveTemplate">Input of the solve student; null for <see cref="DefaultSolveTemplate"/>.</param>
    /// <exception cref="ArgumentException">A template lacks <c>{question}</c>.</exception>
    public PlainTextFormat(string? keyPointTemplate = null, string? solveTemplate = null)
    {
        this.keyPointTemplate = Checked(keyPointTemplate ?? DefaultKeyPointTemplate, nameof(keyPointTemplate));
        this.solveTemplate = Checked(solveTemplate ?? DefaultSolveTemplate, nameof(solveTemplate));
    }

    /// <inheritdoc/>
    public string FormatKeyPointPrompt(MathProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return keyPointTemplate.Replace("{question}", problem.Question.Trim(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public string FormatKeyPointTarget(MathProblem problem, KeyPoints keyPoints)
    {
        ArgumentNullException.ThrowIfNull(keyPoints);
        return $"{CoreMark} {keyPoints.CoreQuestion.Trim()} {InformationMark} {JoinInformation(keyPoints)}".TrimEnd();
    }

    /// <inheritdoc/>
    public KeyPoints ParseKeyPoints(MathProblem problem, string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int core = output.IndexOf(CoreMark, StringComparison.OrdinalIgnoreCase);
        if (core < 0)
        {
            return KeyPoints.Empty;
        }

        string rest = output[(core + CoreMark.Length)..];
        int information = rest.IndexOf(InformationMark, StringComparison.OrdinalIgnoreCase);
        if (information < 0)
        {
            return new KeyPoints(rest.Trim(), []);
        }

        return new KeyPoints(rest[..information].Trim(), SplitInformation(rest[(information + InformationMark.Length)..]));
    }

    /// <inheritdoc/>
    public string FormatSolvePrompt(SolveRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string template = solveTemplate;
        KeyPoints? points = request.KeyPoints;
        if (points is null && template.IndexOf(CoreMark, StringComparison.Ordinal) is >= 0 and int cut)
        {
            template = template[..cut].TrimEnd();
        }

        return template
            .Replace("{core_question}", points?.CoreQuestion.Trim() ?? string.Empty, StringComparison.Ordinal)
            .Replace("{information}", points is null ? string.Empty : JoinInformation(points), StringComparison.Ordinal)
            .Replace("{question}", request.Problem.Question.Trim(), StringComparison.Ordinal)
            .TrimEnd();
    }

    /// <inheritdoc/>
    public string FormatSolveTarget(SolveRequest request, Rationale rationale)
    {
        ArgumentNullException.ThrowIfNull(rationale);
        return rationale.Text;
    }

    /// <inheritdoc/>
    public string FormatChannelPrompt(MathProblem problem, Rationale rationale)
    {
        ArgumentNullException.ThrowIfNull(rationale);
        return rationale.Text.Trim();
    }

    /// <inheritdoc/>
    public string FormatChannelTarget(MathProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Question.Trim();
    }

    /// <inheritdoc/>
    public Rationale ParseRationale(SolveRequest request, RationaleKind kind, string output) => new(kind, output);

    private static string JoinInformation(KeyPoints keyPoints)
    {
        var text = new StringBuilder();
        for (int i = 0; i < keyPoints.Information.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"({i + 1}) {keyPoints.Information[i].Trim()} ");
        }

        return text.ToString().TrimEnd();
    }

    private static List<string> SplitInformation(string text)
    {
        // "(1) first (2) second": the numbers must count up, so that a "(3)" inside a statement does not split it.
        var parts = new List<string>();
        int start = -1;
        foreach (Match mark in ItemMark().Matches(text))
        {
            if (mark.Groups[1].Value != (parts.Count + (start < 0 ? 1 : 2)).ToString(CultureInfo.InvariantCulture))
            {
                continue;
            }

            if (start >= 0)
            {
                parts.Add(text[start..mark.Index].Trim());
            }

            start = mark.Index + mark.Length;
        }

        parts.Add(text[Math.Max(start, 0)..].Trim());
        parts.RemoveAll(p => p.Length == 0);
        return parts;
    }

    private static string Checked(string template, string name) =>
        template.Contains("{question}", StringComparison.Ordinal)
            ? template
            : throw new ArgumentException("A prompt template must contain {question}.", name);

    [GeneratedRegex(@"\((\d{1,3})\)\s*")]
    private static partial Regex ItemMark();
}
