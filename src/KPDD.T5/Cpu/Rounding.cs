namespace KPDD.T5.Cpu;

/// <summary>Sizes that must be whole multiples.</summary>
internal static class Rounding
{
    /// <summary>The least multiple of <paramref name="unit"/> that is not below <paramref name="length"/>.</summary>
    public static int Up(int length, int unit) => (length + unit - 1) / unit * unit;
}
