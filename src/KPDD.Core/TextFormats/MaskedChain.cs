using System.Globalization;
using System.Text;

namespace KPDD;

/// <summary>
/// A chain of thought with masked quantities and a calculator: <c>number0 apples - number1 apples = result0 apples . the answer is result0 .</c>
/// What stands after an equals sign is computed when the text is read, so a student need not do sums in its head.
/// </summary>
internal static class MaskedChain
{
    private const string ResultPrefix = "result";

    /// <summary>The student's form of a chain of thought, or null when its arithmetic is wrong or a number comes from nowhere.</summary>
    public static string? Mask(MaskedQuestion question, string text)
    {
        List<QuestionToken> tokens = QuestionToken.Split(text);
        var values = new List<string>();
        var words = new List<string>();
        var results = new List<decimal>();
        foreach (QuestionToken token in tokens)
        {
            // The answer in angle brackets and the like: marks no vocabulary needs.
            if (token.Text is "<" or ">" or "#" or "\"")
            {
                continue;
            }

            string plain = token.Literal ?? token.Text;
            string word = plain;
            if (Number(token.Literal) is { } value)
            {
                bool computed = words.Count > 0 && words[^1] == "=";
                if (computed && Arithmetic.Evaluate(LeftSide(values)) != decimal.Round(value, 10))
                {
                    return null;
                }

                if (computed)
                {
                    results.Add(value);
                }

                int quantity = question.Quantities.ToList().FindIndex(q => Number(q) == value);
                int result = results.LastIndexOf(value);
                word = computed || (result >= 0 && quantity < 0) ? Name(result)
                    : quantity >= 0 ? QuantityName.Of(quantity)
                    : plain;
            }

            words.Add(word);
            values.Add(plain);
        }

        return results.Count == 0 || results.Count > 10 ? null : string.Join(' ', words);
    }

    /// <summary>The chain of thought a student's output stands for, with every result computed.</summary>
    public static string Unmask(MaskedQuestion question, string output)
    {
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        var values = new List<string>();
        foreach (string word in output.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string value = question.Literal(word) ?? word;
            if (word.StartsWith(ResultPrefix, StringComparison.Ordinal))
            {
                if (values.Count > 0 && values[^1] == "=" && Arithmetic.Evaluate(LeftSide(values)) is { } computed)
                {
                    results[word] = computed.ToString("0.##########", CultureInfo.InvariantCulture);
                }

                value = results.GetValueOrDefault(word, word);
            }

            values.Add(value);
        }

        return Join(values);
    }

    /// <summary>Value of a literal such as <c>12.5</c> or <c>(1/2)</c>, otherwise null.</summary>
    public static decimal? Number(string? literal)
    {
        if (literal is null)
        {
            return null;
        }

        string[] fraction = literal.Trim('(', ')').Split('/');
        return Parse(fraction[0]) is { } numerator
            ? fraction.Length == 1 ? numerator
            : fraction.Length == 2 && Parse(fraction[1]) is { } denominator && denominator != 0 ? numerator / denominator : null
            : null;
    }

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    private static string Name(int result) => ResultPrefix + result.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Numbers and operators between the last mark and the equals sign that ends the list; words are units and fall away, but a name without a value
    /// stays, so that <c>number9 - 1</c> has no value either.
    /// </summary>
    private static List<string> LeftSide(List<string> values)
    {
        var side = new List<string>();
        for (int i = values.Count - 2; i >= 0 && values[i] is not ("=" or "." or "," or ";" or ":" or "?" or "!"); i--)
        {
            if (Number(values[i]) is not null || IsName(values[i]) || values[i] is "+" or "-" or "*" or "/" or "(" or ")" or "%")
            {
                side.Insert(0, values[i]);
            }
            else if (values[i] is "x" or "×")
            {
                side.Insert(0, "*");
            }
        }

        return side;
    }

    private static bool IsName(string word) =>
        word.Length > ResultPrefix.Length
        && char.IsAsciiDigit(word[ResultPrefix.Length])
        && (word.StartsWith(ResultPrefix, StringComparison.Ordinal) || word.StartsWith(QuantityName.Prefix, StringComparison.Ordinal));

    /// <summary>Joins words to sentences: no blank before marks, a capital after a full stop.</summary>
    private static string Join(List<string> words)
    {
        var text = new StringBuilder();
        bool capital = true;
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            bool closing = word is "." or "," or ";" or ":" or "?" or "!" or ")" or "%" or "'";
            bool glued = i > 0 && words[i - 1] is "$" or "(" or "'";
            if (text.Length > 0 && !closing && !(i > 0 && glued))
            {
                text.Append(' ');
            }

            text.Append(capital && char.IsLetter(word[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word);
            capital = word is "." or "?" or "!" || (capital && !char.IsLetterOrDigit(word[0]));
        }

        return text.ToString();
    }
}
