using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Distances in memory that keep rows out of each other's way.</summary>
internal static class Spread
{
    private const int CacheLine = 64;
    private const int Collision = 1024;

    /// <summary>Numbers from one row to the next: rows a multiple of 1 KB apart would compete for the same few lines of the first cache.</summary>
    public static int Rows<T>(int length)
        where T : unmanaged =>
        length * Unsafe.SizeOf<T>() % Collision == 0 ? length + (CacheLine / Unsafe.SizeOf<T>()) : length;
}
