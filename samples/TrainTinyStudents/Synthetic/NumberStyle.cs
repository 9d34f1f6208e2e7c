using System.Globalization;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>How the values of a problem are written in its text and in its program.</summary>
internal static class NumberStyle
{
    private const double WordShare = 0.08;
    private static readonly string[] Words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>Digits mostly; small numbers sometimes as a word.</summary>
    public static string InText(decimal value, bool isMoney, bool isAttached, Random random) =>
        !isMoney && !isAttached && value == decimal.Truncate(value) && value is >= 2 and <= 12 && random.NextDouble() < WordShare
            ? Words[(int)value - 2]
            : InProgram(value, isMoney);

    /// <summary>Digits; money that is not a whole amount has its two places, as in the text.</summary>
    public static string InProgram(decimal value, bool isMoney) =>
        value.ToString(isMoney && value != decimal.Truncate(value) ? "0.00" : "0.##", CultureInfo.InvariantCulture);
}
