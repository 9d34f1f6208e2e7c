namespace KPDD;

/// <summary>A calculation in a rationale, worked out again.</summary>
/// <param name="Expression">The left-hand side, without units, for example <c>16 - 3 - 4</c>.</param>
/// <param name="Stated">The result the rationale states.</param>
/// <param name="Computed">The right result.</param>
public sealed record ArithmeticCheck(string Expression, AnswerNumber Stated, AnswerNumber Computed)
{
    private static readonly AnswerNumber Hundred = 100;

    /// <summary>True when the stated result is right, rounded right, or the same share written as a percentage.</summary>
    public bool IsRight =>
        AnswerComparer.AreEqual(Stated, Computed, AnswerRule.Lenient)
        || AnswerComparer.AreEqual(Stated, Computed * Hundred, AnswerRule.Lenient)
        || AnswerComparer.AreEqual(Stated * Hundred, Computed, AnswerRule.Lenient);

    /// <summary>Works out every plain calculation of a chain of thought again.</summary>
    /// <param name="text">The chain of thought; currency signs, units and calculator marks may stand among the numbers.</param>
    /// <returns>The calculations, in the order of the text; equations with unknowns are left out.</returns>
    public static IReadOnlyList<ArithmeticCheck> FindAll(string? text) => ArithmeticScanner.Scan(text ?? string.Empty);
}
