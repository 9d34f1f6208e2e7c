using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace KPDD.Torch;

/// <summary>SHA-256 of examples, so that a checkpoint can tell changed ones from its own.</summary>
internal static class ContentHash
{
    /// <summary>Hash of examples as token ids.</summary>
    public static string Of(IEnumerable<EncodedExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (EncodedExample example in examples)
        {
            // The lengths too: without them, ids could move from one row to the next unseen.
            int[] lengths = [example.Input.Length, example.Target.Length];
            hash.AppendData(MemoryMarshal.AsBytes(lengths.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(example.Input.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(example.Target.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hash of examples as text.</summary>
    public static string Of(IReadOnlyList<DistillationExample> examples) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(examples)));
}
