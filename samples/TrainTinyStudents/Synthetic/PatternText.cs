using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>The small language inside a sentence of a template: alternatives, number slots and word slots.</summary>
internal static partial class PatternText
{
    /// <summary>Picks one of each <c>[x|y|]</c>.</summary>
    public static string ChooseAlternatives(string pattern, Random random) => Alternatives().Replace(pattern, match =>
    {
        string[] choices = match.Groups[1].Value.Split('|');
        return choices[random.Next(choices.Length)];
    });

    /// <summary>Splits a line into sentences; the full stop of a title such as "Mrs." does not end one.</summary>
    public static IEnumerable<string> Sentences(string pattern) =>
        SentenceBoundary().Split(pattern).Where(sentence => !string.IsNullOrWhiteSpace(sentence));

    /// <summary>The letters that stand as number slots, in order of appearance.</summary>
    public static IEnumerable<char> Letters(string pattern) => NumberSlot().Matches(pattern).Select(match => match.Groups[1].Value[0]);

    /// <summary>The letters that stand right after a dollar sign.</summary>
    public static IEnumerable<char> DollarLetters(string pattern) => DollarSlot().Matches(pattern).Select(match => match.Groups[1].Value[0]);

    /// <summary>The letters that are part of a larger word, such as {a}th or {a}-day, and so must stay digits.</summary>
    public static IEnumerable<char> AttachedLetters(string pattern) => AttachedSlot().Matches(pattern).Select(match => match.Groups[1].Value[0]);

    /// <summary>Numbers written out in the pattern itself.</summary>
    public static IEnumerable<decimal> WrittenNumbers(string pattern) =>
        WrittenNumber().Matches(pattern).Select(match => decimal.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Any slot: its name and its index, which is empty for a number slot.</summary>
    [GeneratedRegex(@"\{([A-Za-z]+)(\d*)\}")]
    public static partial Regex Slot();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"(?<=[.!?]""?)(?<!\b(?:Mr|Mrs|Ms|Dr|St)\.)\s+")]
    private static partial Regex SentenceBoundary();

    [GeneratedRegex(@"\{([a-h])\}")]
    private static partial Regex NumberSlot();

    [GeneratedRegex(@"\$\s*\{([a-h])\}")]
    private static partial Regex DollarSlot();

    [GeneratedRegex(@"\{([a-h])\}[\w%:/-]")]
    private static partial Regex AttachedSlot();

    [GeneratedRegex(@"(?<![\w{.])\d+(?:\.\d+)?(?![\w}])")]
    private static partial Regex WrittenNumber();
}
