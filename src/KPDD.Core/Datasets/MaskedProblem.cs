using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>A problem whose quantities are masked: <c>number0</c>, <c>number1</c> ... stand in the text for the values of <see cref="Numbers"/>.</summary>
/// <param name="Id">Identifier, unique within its file.</param>
/// <param name="MaskedQuestion">The full text with masks.</param>
/// <param name="Numbers">The values, as the source writes them; mask <c>numberN</c> stands for element N.</param>
public sealed partial record MaskedProblem(string Id, string MaskedQuestion, IReadOnlyList<string> Numbers)
{
    /// <summary>The gold equation in prefix form over the masks, for example <c>- number0 * number1 number2</c>.</summary>
    public required string PrefixEquation { get; init; }

    /// <summary>The gold answer in canonical form.</summary>
    public required string ExpectedAnswer { get; init; }

    /// <summary>The narrative part with masks, or null where the source keeps none apart.</summary>
    public string? MaskedBody { get; init; }

    /// <summary>The closing question with masks, or null where the source keeps none apart.</summary>
    public string? MaskedQuestionSentence { get; init; }

    /// <summary>Puts the numbers back into a text.</summary>
    /// <param name="maskedText">A text with masks; a mask may touch other characters, as in <c>$number0</c> or <c>number1.</c></param>
    /// <returns>The text with values; whole values are written without <c>.0</c>.</returns>
    /// <exception cref="KpddException">A mask has no value.</exception>
    public string Unmask(string maskedText)
    {
        ArgumentNullException.ThrowIfNull(maskedText);
        return Mask().Replace(maskedText, mask =>
        {
            bool known = int.TryParse(mask.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < Numbers.Count;
            return known
                ? Plain(Numbers[index])
                : throw new KpddException($"Problem '{Id}': the text holds '{mask.Value}', but there are {Numbers.Count} numbers. Correct the data.");
        });
    }

    /// <summary>The gold equation with its operators between their operands, for example <c>number0 - (number1 * number2)</c>.</summary>
    /// <returns>An arithmetic expression over the masks; <see cref="Unmask"/> puts the numbers in.</returns>
    /// <exception cref="KpddException"><see cref="PrefixEquation"/> is no prefix equation.</exception>
    public string ToInfixEquation()
    {
        try
        {
            return KPDD.PrefixEquation.ToInfix(PrefixEquation);
        }
        catch (FormatException e)
        {
            throw new KpddException($"Problem '{Id}': {e.Message}. Correct the data.", e);
        }
    }

    /// <summary>The problem in plain text.</summary>
    /// <returns>The problem with its numbers put back; the text is otherwise as in the source, the equation keeps its masks.</returns>
    /// <exception cref="KpddException">A mask has no value.</exception>
    public MathProblem ToMathProblem() => new(Id, Unmask(MaskedQuestion))
    {
        ExpectedAnswer = ExpectedAnswer,
        Body = MaskedBody is null ? null : Unmask(MaskedBody),
        QuestionSentence = MaskedQuestionSentence is null ? null : Unmask(MaskedQuestionSentence),
        Equation = PrefixEquation,
    };

    private static string Plain(string number) =>
        AnswerNumber.TryParse(number, out AnswerNumber value) && value.IsInteger ? value.ToString() : number;

    [GeneratedRegex(@"(?<![\p{L}\p{N}])number([0-9]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mask();
}
