using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Rows of token ids as padded tensors.</summary>
internal static class T5Batch
{
    /// <summary>Ids <c>[rows, longest]</c> int64 and mask <c>[rows, longest]</c> float32 (1 for a token, 0 for padding).</summary>
    public static (Tensor Ids, Tensor Mask) Pad(IReadOnlyList<int[]> rows, int padId, Device device)
    {
        int longest = rows.Max(r => r.Length);
        var ids = new long[rows.Count * longest];
        var mask = new float[rows.Count * longest];
        Array.Fill(ids, padId);
        for (int r = 0; r < rows.Count; r++)
        {
            for (int i = 0; i < rows[r].Length; i++)
            {
                ids[(r * longest) + i] = rows[r][i];
                mask[(r * longest) + i] = 1;
            }
        }

        return (tensor(ids, [rows.Count, longest], device: device), tensor(mask, [rows.Count, longest], device: device));
    }

    /// <summary>Refuses what no engine can run.</summary>
    public static void Check(IReadOnlyList<int[]> rows, int vocabSize)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one row.", nameof(rows));
        }

        for (int r = 0; r < rows.Count; r++)
        {
            if (rows[r] is not { Length: > 0 } row)
            {
                throw new ArgumentException($"Row {r} is empty; encode at least the end-of-text token.", nameof(rows));
            }

            foreach (int id in row)
            {
                if (id < 0 || id >= vocabSize)
                {
                    throw new ArgumentException($"Row {r} holds token id {id}, outside the vocabulary of {vocabSize}: tokenizer and model do not belong together.", nameof(rows));
                }
            }
        }
    }
}
