using System.Numerics;

namespace KPDD;

/// <summary>How a fraction is written with digits.</summary>
internal static class DecimalExpansion
{
    /// <summary>Digits after the point of 1 / denominator, or null when they have no end (the denominator holds a prime other than 2 and 5).</summary>
    public static int? CountDecimals(BigInteger denominator)
    {
        int twos = Divide(ref denominator, 2);
        int fives = Divide(ref denominator, 5);
        return denominator.IsOne ? Math.Max(twos, fives) : null;
    }

    /// <summary>The nearest double, also where numerator and denominator alone are out of a double's range.</summary>
    public static double ToDouble(BigInteger numerator, BigInteger denominator)
    {
        const int Bits = 128;
        int shift = (int)(denominator.GetBitLength() - BigInteger.Abs(numerator).GetBitLength()) + Bits;
        BigInteger quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        return Math.ScaleB((double)quotient, -shift);
    }

    private static int Divide(ref BigInteger value, int prime)
    {
        int count = 0;
        while (true)
        {
            BigInteger quotient = BigInteger.DivRem(value, prime, out BigInteger remainder);
            if (!remainder.IsZero)
            {
                return count;
            }

            value = quotient;
            count++;
        }
    }
}
