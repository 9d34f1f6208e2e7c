using System.Security.Cryptography;
using System.Text;

namespace KPDD.Distillation;

/// <summary>A few bytes that stand for a text where keeping all texts would fill the memory.</summary>
internal static class TextFingerprint
{
    /// <summary>The first half of the text's SHA-256, for texts that are taken for equal when this is.</summary>
    public static UInt128 Of(string text)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    /// <summary>The first quarter of it, for texts that are compared in millions only to find a mistake: two different ones of a million are taken for equal once in thirty million runs.</summary>
    public static ulong Short(string text) => (ulong)(Of(text) >> 64);

    /// <summary>Stands for a problem, its id and its question, where it is compared with one other.</summary>
    public static ulong Short(MathProblem problem) => Short($"{problem.Id}\0{problem.Question}");
}
