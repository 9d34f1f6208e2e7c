using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Reads the answer that a program left.</summary>
/// <remarks>All members may be used from several threads at once.</remarks>
public static partial class ProgramAnswers
{
    // A double is good for 15 digits: what differs from a short number only beyond the 12th is noise of binary fractions.
    private const int NoiseFreeDecimals = 9;
    private static readonly AnswerNumber Noise = new(1, 1_000_000_000_000);

    /// <summary>Reads the answer of a run.</summary>
    /// <param name="result">The run.</param>
    /// <returns>
    /// The answer with its evidence: a number in canonical form (<c>18.0</c> is 18, <c>Fraction(5, 2)</c> is 2.5, <c>0.30000000000000004</c> is 0.3), the text of a string,
    /// or several values parted by <c>;</c>. <see cref="ExtractedAnswer.None"/> for a failed run, <c>None</c>, <c>nan</c> and infinities.
    /// </returns>
    public static ExtractedAnswer Read(ProgramResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded || string.IsNullOrWhiteSpace(result.Value))
        {
            return ExtractedAnswer.None;
        }

        return result.Outcome == ProgramOutcome.StandardOutput
            ? With(ReadPrinted(result.Value), AnswerEvidence.ProgramOutput)
            : With(ReadValue(result.Value.Trim()), AnswerEvidence.ProgramValue);
    }

    private static ExtractedAnswer With(string? answer, AnswerEvidence evidence) =>
        answer is null ? ExtractedAnswer.None : new ExtractedAnswer(answer, evidence);

    private static string? ReadPrinted(string output)
    {
        // A program may print its steps; the answer comes last.
        string line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        return ReadNumber(line)
            ?? (NumberSearch.TryFindLast(line, out AnswerNumber number) ? WithoutNoise(number) : line);
    }

    private static string? ReadValue(string value)
    {
        Match call = Call().Match(value);
        string inner = call.Success ? call.Groups[1].Value : value;
        if (call.Success && inner.Split(',') is [var above, var below] && AnswerNumber.TryParse($"{above.Trim()}/{below.Trim()}", out AnswerNumber fraction))
        {
            return fraction.ToString();
        }

        if (!call.Success && Sequence().Match(value) is { Success: true } sequence)
        {
            string?[] values = [.. sequence.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadValue)];
            return values.Length == 0 || values.Contains(null) ? null : string.Join("; ", values);
        }

        string bare = Quoted().Match(inner) is { Success: true } quoted ? quoted.Groups[2].Value : inner;
        return ReadNumber(bare) ?? (NotAnAnswer().IsMatch(bare) ? null : bare.Trim());
    }

    private static string? ReadNumber(string text) => AnswerNumber.TryParse(text, out AnswerNumber number) ? WithoutNoise(number) : null;

    private static string WithoutNoise(AnswerNumber number)
    {
        AnswerNumber rounded = number.Round(NoiseFreeDecimals);
        AnswerNumber difference = (number - rounded).Abs();
        return (rounded != 0 && difference <= rounded.Abs() * Noise ? rounded : number).ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_][\w.]*\((.*)\)$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^[\[({](.*)[\])}]$", RegexOptions.Singleline)]
    private static partial Regex Sequence();

    [GeneratedRegex("""^(['"])(.*)\1$""", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s*$|^[+-]?(?:none|nan|inf(?:inity)?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAnAnswer();
}
