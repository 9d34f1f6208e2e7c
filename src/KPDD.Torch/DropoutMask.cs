using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KPDD.Torch;

/// <summary>A sequence of random bytes that makes one mask: eight xorshift generators side by side (Marsaglia 2003, triple 13, 17, 5), scrambled by a multiplication.</summary>
internal ref struct DropoutMask
{
    private const int BytesAtOnce = 32;
    private Vector256<uint> state;

    /// <summary>Begins the sequence of a seed and a number within it.</summary>
    public DropoutMask(int seed, int number)
    {
        ulong mixed = ((ulong)(uint)seed << 32) | (uint)number;
        Span<uint> lanes = stackalloc uint[Vector256<uint>.Count];
        for (int i = 0; i < lanes.Length; i++)
        {
            // A xorshift generator stays at zero.
            lanes[i] = (uint)(SplitMix(ref mixed) >> 32) | 1;
        }

        state = Vector256.Create<uint>(lanes);
    }

    /// <summary>Writes 0 where a random byte is below the threshold, the scale elsewhere.</summary>
    public void Fill(Span<float> mask, byte threshold, float scale)
    {
        Vector256<uint> limit = Vector256.Create((uint)threshold);
        Vector256<float> kept = Vector256.Create(scale);
        ref float first = ref MemoryMarshal.GetReference(mask);
        int i = 0;
        for (; i <= mask.Length - BytesAtOnce; i += BytesAtOnce)
        {
            Write(Next(), limit, kept, ref first, (nuint)i);
        }

        if (i < mask.Length)
        {
            Span<float> last = stackalloc float[BytesAtOnce];
            Write(Next(), limit, kept, ref MemoryMarshal.GetReference(last), 0);
            last[..(mask.Length - i)].CopyTo(mask[i..]);
        }
    }

    private static void Write(Vector256<uint> random, Vector256<uint> limit, Vector256<float> kept, ref float target, nuint offset)
    {
        for (int shift = 0; shift < 32; shift += 8)
        {
            Vector256<uint> bytes = (random >>> shift) & Vector256.Create(0xFFu);
            Vector256<float> stays = Vector256.GreaterThanOrEqual(bytes, limit).AsSingle();
            (kept & stays).StoreUnsafe(ref target, offset + (nuint)shift);
        }
    }

    // Sebastiano Vigna's splitmix64: spreads seeds that lie close together over all bits.
    private static ulong SplitMix(ref ulong state)
    {
        ulong mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private Vector256<uint> Next()
    {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state * Vector256.Create(0x9E3779B1u);
    }
}
