namespace KPDD.T5.Cpu;

/// <summary>Distances in memory that keep rows out of each other's way.</summary>
internal static class Spread
{
    private const int CacheLine = 16;

    /// <summary>Floats from one row to the next: rows a multiple of 1 KB apart would compete for the same few lines of the first cache.</summary>
    public static int Rows(int length) => length % 256 == 0 ? length + CacheLine : length;
}
