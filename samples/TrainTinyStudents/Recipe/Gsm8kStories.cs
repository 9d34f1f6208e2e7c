using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Stories from GSM8K's training split: the calculator annotations of its solutions (<c>&lt;&lt;48/2=24&gt;&gt;</c>) put together to one expression.</summary>
internal static partial class Gsm8kStories
{
    private const int MaxQuantities = 8;
    private const int MaxOperations = 3;

    /// <summary>Constants a reader knows without being told: halves and doubles, days, months, minutes, cents. Any other comes from a step that skipped some arithmetic.</summary>
    private static readonly decimal[] KnownConstants = [1, 2, 3, 4, 5, 7, 10, 12, 24, 25, 30, 50, 52, 60, 100, 365, 0.5m, 0.25m, 0.75m, 0.1m, 0.01m];

    public static IEnumerable<Story> Read(string path)
    {
        int line = 0;
        foreach (string json in File.ReadLines(path))
        {
            using JsonDocument record = JsonDocument.Parse(json);
            if (Convert($"gsm8k-train-{line++}", record.RootElement.GetProperty("question").GetString()!, record.RootElement.GetProperty("answer").GetString()!) is { } story)
            {
                yield return story;
            }
        }
    }

    private static Story? Convert(string id, string question, string solution)
    {
        MaskedQuestion masked = MaskedQuestion.Parse(question);
        // Fractions and repeated values would make the way back from a number to its quantity ambiguous.
        if (masked.Quantities.Count is 0 or > MaxQuantities || masked.Quantities.Distinct().Count() < masked.Quantities.Count || masked.Quantities.Any(q => q[0] == '('))
        {
            return null;
        }

        var results = new List<(decimal Value, string Infix)>();
        foreach (Match step in Annotation().Matches(solution))
        {
            if (Infix(step.Groups[1].Value, masked, results) is not { } infix || Parse(step.Groups[2].Value) is not { } value)
            {
                return null;
            }

            results.Add((value, $"( {infix} )"));
        }

        if (results.Count == 0 || Parse(Gold().Match(solution).Groups[1].Value.Replace(",", string.Empty, StringComparison.Ordinal)) != results[^1].Value)
        {
            return null;
        }

        Expression expression;
        try
        {
            expression = ExpressionParser.Parse(results[^1].Infix);
        }
        catch (FormatException)
        {
            return null;
        }

        return results[^1].Infix.Count(c => c is '+' or '-' or '*' or '/') <= MaxOperations && expression is Operation && expression.Constants.All(KnownConstants.Contains)
            ? new Story(id, string.Join(' ', masked.Clauses.Select(c => c.Masked)), masked.Quantities, expression)
            : null;
    }

    /// <summary>The step over letters: a number is a quantity of the question, else an earlier result, else a constant.</summary>
    private static string? Infix(string step, MaskedQuestion masked, List<(decimal Value, string Infix)> results)
    {
        if (!Plain().IsMatch(step))
        {
            return null;
        }

        return Number().Replace(step, m =>
        {
            decimal? value = Parse(m.Value);
            int quantity = masked.Quantities.ToList().FindIndex(q => Parse(q) == value);
            if (quantity >= 0)
            {
                return Story.Letter(quantity).ToString();
            }

            int result = results.FindLastIndex(r => r.Value == value);
            return result >= 0 ? results[result].Infix : m.Value.StartsWith('.') ? "0" + m.Value : m.Value;
        });
    }

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    [GeneratedRegex(@"<<([^=>]+)=([^>]+)>>")]
    private static partial Regex Annotation();

    [GeneratedRegex(@"####\s*(\S+)")]
    private static partial Regex Gold();

    [GeneratedRegex(@"^[\d.+\-*/() ]+$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\d+(?:\.\d+)?|\.\d+")]
    private static partial Regex Number();
}
