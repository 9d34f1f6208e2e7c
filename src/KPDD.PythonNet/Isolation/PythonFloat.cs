using System.Globalization;

namespace KPDD.PythonNet.Isolation;

/// <summary>Reads what Python's <c>float.hex()</c> writes, bit for bit: <c>-0x1.8000000000000p+1</c>, <c>inf</c>, <c>nan</c>.</summary>
internal static class PythonFloat
{
    private const int FractionDigits = 13;

    /// <summary>The number.</summary>
    /// <exception cref="FormatException">The text is not written so.</exception>
    public static double Parse(string text)
    {
        var isNegative = text.StartsWith('-');
        var magnitude = ParseMagnitude(isNegative ? text[1..] : text);
        return isNegative ? -magnitude : magnitude;
    }

    private static double ParseMagnitude(string text)
    {
        if (text is "inf" or "nan")
        {
            return text == "inf" ? double.PositiveInfinity : double.NaN;
        }

        var parts = text.Split('p');
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || exponent is < -1074 or > 1023)
        {
            throw new FormatException("Not a hexadecimal float.");
        }

        // 0x1.fraction, or 0x0.fraction for zero and the numbers next to it. Both factors are exact, so the product is.
        var digits = parts[0].StartsWith("0x1.", StringComparison.Ordinal) || parts[0].StartsWith("0x0.", StringComparison.Ordinal) ? parts[0][4..] : string.Empty;
        if (parts[0] == "0x0.0")
        {
            return 0;
        }

        if (digits.Length != FractionDigits || !long.TryParse(parts[0][2] + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var significand))
        {
            throw new FormatException("Not a hexadecimal float.");
        }

        return Math.ScaleB(significand, exponent - (4 * FractionDigits));
    }
}
