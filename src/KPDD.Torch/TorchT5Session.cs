using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>One batch being decoded: encoder states and the key/value caches of every decoder block.</summary>
internal sealed class TorchT5Session : IT5Session
{
    private readonly T5Model model;
    private readonly Tensor encoderStates;
    private readonly T5LayerCache[] caches;
    private readonly int[] lengths;
    private readonly int? threads;
    private Tensor crossMask;
    private int position;

    public TorchT5Session(T5Model model, IReadOnlyList<int[]> inputIds, int? threads)
    {
        this.model = model;
        this.threads = threads;
        using TorchThreads? limit = TorchThreads.Use(threads);
        Rows = inputIds.Count;
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        T5Batch input = T5Batch.Pad(inputIds, model.Config.PadTokenId, model.Device);
        crossMask = input.Mask.DetachFromDisposeScope();
        encoderStates = model.Encode(input, T5Dropout.None).DetachFromDisposeScope();
        caches = [.. model.CrossCaches(encoderStates, keepsSelf: true).Select(c => c.Own())];
        lengths = [.. inputIds.Select(r => r.Length)];
    }

    public int Rows { get; private set; }

    public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        if (tokens.Length != Rows || logits.Length != Rows * model.Config.VocabSize)
        {
            throw new ArgumentException($"Expected {Rows} tokens and {Rows} x {model.Config.VocabSize} logits, got {tokens.Length} and {logits.Length}.");
        }

        using TorchThreads? limit = TorchThreads.Use(threads);
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var ids = new long[Rows];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tokens[i];
        }

        Tensor states = model.Decode(tensor(ids, [Rows, 1], device: model.Device), position, null, crossMask, caches, T5Dropout.None);
        position++;
        model.Logits(states).cpu().contiguous().data<float>().CopyTo(logits);
    }

    public void SelectRows(ReadOnlySpan<int> sourceRows)
    {
        if (sourceRows.IsEmpty)
        {
            throw new ArgumentException("At least one row must be kept.", nameof(sourceRows));
        }

        foreach (int row in sourceRows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(sourceRows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows, nameof(sourceRows));
        }

        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        Tensor rows = tensor(Array.ConvertAll(sourceRows.ToArray(), r => (long)r), device: model.Device);
        foreach (T5LayerCache cache in caches)
        {
            cache.SelectRows(rows);
        }

        Tensor mask = crossMask.index_select(0, rows).DetachFromDisposeScope();
        crossMask.Dispose();
        crossMask = mask;
        Rows = sourceRows.Length;
    }

    public float[] CopyEncoderStates()
    {
        using Tensor copy = encoderStates.cpu();
        float[] states = copy.data<float>().ToArray();
        int row = (int)(copy.shape[1] * copy.shape[2]);
        for (int r = 0; r < lengths.Length; r++)
        {
            int used = lengths[r] * model.Config.ModelWidth;
            states.AsSpan((r * row) + used, row - used).Clear();
        }

        return states;
    }

    public void Dispose()
    {
        encoderStates.Dispose();
        crossMask.Dispose();
        foreach (T5LayerCache cache in caches)
        {
            cache.Dispose();
        }
    }
}
