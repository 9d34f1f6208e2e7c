using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace KPDD;

/// <summary>The number an answer states, held exactly as a reduced fraction: 0.1 + 0.2 equals 0.3 here.</summary>
/// <remarks>A value: safe to share between threads. The default value is 0.</remarks>
public readonly partial struct AnswerNumber : IEquatable<AnswerNumber>, IComparable<AnswerNumber>
{
    private readonly BigInteger denominator;

    /// <summary>Creates the number <paramref name="numerator"/> / <paramref name="denominator"/>.</summary>
    /// <param name="numerator">Above the line.</param>
    /// <param name="denominator">Below the line; not 0.</param>
    /// <exception cref="ArgumentException">The denominator is 0.</exception>
    public AnswerNumber(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new ArgumentException("A denominator must not be 0.", nameof(denominator));
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    /// <summary>Above the line, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line, always above 0.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>True for a whole number.</summary>
    public bool IsInteger => Denominator.IsOne;

    /// <summary>Digits after the point that write the number out in full (0 for a whole number), or null when it has no end, as 1/3.</summary>
    public int? Decimals => DecimalExpansion.CountDecimals(Denominator);

    /// <summary>Reads the number that a text consists of.</summary>
    /// <param name="text">
    /// One number with, where present, a sign (also the Unicode minus), a currency, thousands commas, a fraction (<c>5/2</c>, <c>1 1/2</c>), an exponent, a unit
    /// (<c>9 (apples)</c>, <c>29 dollars</c>), a scale word (<c>2 million</c>) and a final stop. A percent sign is a unit: <c>30%</c> is 30.
    /// Clock times and ratios (<c>2:30</c>), dates, ordinals and texts with several numbers are not numbers.
    /// </param>
    /// <param name="number">The number, or 0 when there is none.</param>
    /// <returns>True when the whole text is one number.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out AnswerNumber number) => AnswerNumberParser.TryParse(text, out number);

    /// <summary>Reads the number that a text consists of; see <see cref="TryParse"/>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">The text is not one number.</exception>
    public static AnswerNumber Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out AnswerNumber number)
            ? number
            : throw new FormatException($"'{text}' is not a number such as 29, -3, 2.5, 1,080 or 5/2.");
    }

    /// <summary>Rounds half away from zero, as schools do.</summary>
    /// <param name="decimals">Digits to keep after the point; 0 or more.</param>
    /// <returns>The rounded number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is negative.</exception>
    public AnswerNumber Round(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        BigInteger scale = BigInteger.Pow(10, decimals);
        BigInteger twice = (2 * BigInteger.Abs(Numerator) * scale) + Denominator;
        return new AnswerNumber(Numerator.Sign * (twice / (2 * Denominator)), scale);
    }

    /// <summary>The absolute value.</summary>
    /// <returns>The number without its sign.</returns>
    public AnswerNumber Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>The nearest floating-point value.</summary>
    /// <returns>The value; infinite when it is out of range.</returns>
    public double ToDouble() => DecimalExpansion.ToDouble(Numerator, Denominator);

    /// <inheritdoc/>
    public bool Equals(AnswerNumber other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AnswerNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public int CompareTo(AnswerNumber other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The canonical text: <c>29</c>, <c>2.5</c>, and <c>1/3</c> only where the digits have no end.</summary>
    /// <returns>The text; equal numbers give equal texts.</returns>
    public override string ToString()
    {
        if (Decimals is not { } decimals)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
        }

        BigInteger scaled = BigInteger.Abs(Numerator) * BigInteger.Pow(10, decimals) / Denominator;
        string digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        string sign = Numerator.Sign < 0 ? "-" : string.Empty;
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }
}
