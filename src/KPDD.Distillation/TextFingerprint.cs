using System.Security.Cryptography;
using System.Text;

namespace KPDD.Distillation;

/// <summary>Sixteen bytes that stand for a text where keeping all texts would fill the memory.</summary>
internal static class TextFingerprint
{
    /// <summary>The first half of the text's SHA-256.</summary>
    public static UInt128 Of(string text)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    /// <summary>Stands for a problem: its id and its question.</summary>
    public static UInt128 Of(MathProblem problem) => Of($"{problem.Id}\0{problem.Question}");
}
