using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Rows of token ids, padded to the longest.</summary>
/// <param name="Ids">Token ids <c>[rows, longest]</c> int64.</param>
/// <param name="Mask">Added to attention scores: 0 for a token, -1e9 for padding, <c>[rows, 1, 1, longest]</c> float32.</param>
internal sealed record T5Batch(Tensor Ids, Tensor Mask)
{
    /// <summary>Added to a score to forbid a position; finite, so that a fully masked row stays a number.</summary>
    public const float Masked = -1e9f;

    /// <summary>Pads rows; the caller's dispose scope owns the tensors.</summary>
    public static T5Batch Pad(IReadOnlyList<int[]> rows, int padId, Device device)
    {
        int longest = rows.Max(r => r.Length);
        var ids = new long[rows.Count * longest];
        var mask = new float[rows.Count * longest];
        Array.Fill(ids, padId);
        Array.Fill(mask, Masked);
        for (int r = 0; r < rows.Count; r++)
        {
            for (int i = 0; i < rows[r].Length; i++)
            {
                ids[(r * longest) + i] = rows[r][i];
                mask[(r * longest) + i] = 0;
            }
        }

        return new T5Batch(tensor(ids, [rows.Count, longest], device: device), tensor(mask, [rows.Count, 1, 1, longest], device: device));
    }
}
