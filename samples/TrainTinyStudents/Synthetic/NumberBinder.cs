namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Draws values for the letters of a problem until its arithmetic comes out well.</summary>
/// <remarks>All values differ from each other and from the constants, so that a number in a program names one quantity.</remarks>
internal sealed class NumberBinder(Random random)
{
    private const int EvenTries = 400;
    private const int MixedTries = 20_000;
    private const decimal LargestValue = 200_000;
    private static readonly int[] EvenScales = [20, 20, 20, 20, 100, 100, 100, 100, 1000, 5000];
    private static readonly int[] MixedScales = [8, 20, 60, 200, 1000, 5000];

    /// <summary>Draws the values.</summary>
    /// <param name="request">What the problem needs.</param>
    /// <returns>A value for each letter, or null when none were found.</returns>
    public IReadOnlyDictionary<char, decimal>? Bind(NumberRequest request)
    {
        // First all letters from one range; where that does not come out, a range of its own for each letter:
        // whoever pays for five things needs a larger number than their prices.
        int scale = EvenScales[random.Next(EvenScales.Length)];
        return Search(request, EvenTries, () => scale)
            ?? Search(request, MixedTries, () => MixedScales[random.Next(MixedScales.Length)]);
    }

    private Dictionary<char, decimal>? Search(NumberRequest request, int tries, Func<int> scale)
    {
        for (int attempt = 0; attempt < tries; attempt++)
        {
            Dictionary<char, decimal> values = Draw(request, scale);
            if (IsDistinct(values, request)
                && IsAnswered(values, request)
                && (attempt >= tries / 2 || IsConsistent(values, request)))
            {
                return values;
            }
        }

        return null;
    }

    private Dictionary<char, decimal> Draw(NumberRequest request, Func<int> scale)
    {
        var values = new Dictionary<char, decimal>();
        foreach (char letter in request.Letters)
        {
            NumberRange range = request.Ranges.TryGetValue(letter, out NumberRange own) ? own : new NumberRange(2, scale());
            values[letter] = random.Next(range.Low, range.High + 1) + Fraction(request, letter);
        }

        return values;
    }

    private decimal Fraction(NumberRequest request, char letter) =>
        request.CentLetters.Contains(letter) ? random.Next(1, 20) * 0.05m
        : request.TenthLetters.Contains(letter) && random.Next(2) == 0 ? random.Next(1, 10) * 0.1m
        : 0;

    private static bool IsDistinct(Dictionary<char, decimal> values, NumberRequest request) =>
        values.Values.Distinct().Count() == values.Count && !values.Values.Any(request.Reserved.Contains);

    private static bool IsAnswered(Dictionary<char, decimal> values, NumberRequest request)
    {
        decimal? answer = request.Answer.Evaluate(values, request.AllowsHundredths ? IsPositiveHundredth : IsPositiveWhole);
        return answer is { } value && (!request.WholeAnswer || value == decimal.Truncate(value));
    }

    /// <summary>The other questions of the same story should make sense too: nobody gives away more than there is.</summary>
    private static bool IsConsistent(Dictionary<char, decimal> values, NumberRequest request) =>
        request.OtherAnswers.All(other => other.Evaluate(values, value => value > 0) is not null);

    private static bool IsPositiveWhole(decimal value) => value > 0 && value <= LargestValue && value == decimal.Truncate(value);

    private static bool IsPositiveHundredth(decimal value) => value > 0 && value <= LargestValue && value == decimal.Round(value, 2);
}

/// <summary>What the numbers of one problem have to satisfy.</summary>
internal sealed record NumberRequest(IReadOnlyCollection<char> Letters, Expression Answer)
{
    /// <summary>Expressions of the story's other questions over the same letters.</summary>
    public IReadOnlyList<Expression> OtherAnswers { get; init; } = [];

    /// <summary>Ranges the template sets.</summary>
    public required IReadOnlyDictionary<char, NumberRange> Ranges { get; init; }

    /// <summary>Values no letter may take, since they stand in the text or in the expression already.</summary>
    public required IReadOnlySet<decimal> Reserved { get; init; }

    /// <summary>Letters drawn with cents.</summary>
    public IReadOnlySet<char> CentLetters { get; init; } = new HashSet<char>();

    /// <summary>Letters that may be drawn with a tenth.</summary>
    public IReadOnlySet<char> TenthLetters { get; init; } = new HashSet<char>();

    /// <summary>Steps may have two decimals.</summary>
    public bool AllowsHundredths { get; init; }

    /// <summary>The answer counts things, so it must be whole even if steps are not.</summary>
    public bool WholeAnswer { get; init; }
}
