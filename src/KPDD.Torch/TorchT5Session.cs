using System.Runtime.InteropServices;
using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>One batch being decoded: encoder states, and the keys and values of every decoder block.</summary>
internal sealed class TorchT5Session : IT5Session
{
    // On a processor the activations of so many tokens stay in its caches; a device with thousands of lanes takes all at once.
    private const int TokensTogether = 1024;
    private readonly T5Model model;
    private readonly T5StepDecoder decoder;
    private readonly Tensor encoderStates;
    private readonly T5StepCache cache;
    private readonly int[] lengths;
    private readonly int? threads;

    public TorchT5Session(T5Model model, T5StepDecoder decoder, IReadOnlyList<int[]> inputIds, int? threads)
    {
        this.model = model;
        this.decoder = decoder;
        this.threads = threads;
        using TorchThreads? limit = TorchThreads.Use(threads);
        Rows = inputIds.Count;
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        T5Batch input = T5Batch.Pad(inputIds, model.Config.PadTokenId, model.Device);
        encoderStates = Encode(input).DetachFromDisposeScope();
        cache = new T5StepCache(model, encoderStates, input.Mask);
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

        Tensor next = decoder.Step(tensor(ids, [Rows], device: model.Device), cache);
        MemoryMarshal.Cast<byte, float>(next.cpu().bytes).CopyTo(logits);
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
        cache.SelectRows(rows);
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
        cache.Dispose();
    }

    /// <summary>Encoder states of all rows; they do not depend on one another, so that on a processor a few are encoded at a time.</summary>
    private Tensor Encode(T5Batch input)
    {
        using var scope = NewDisposeScope();
        long together = model.Device.type == DeviceType.CPU ? Math.Max(1, TokensTogether / input.Ids.shape[1]) : Rows;
        Tensor[] encoded = [.. input.Ids.split(together).Zip(input.Mask.split(together), (ids, mask) => model.Encode(new T5Batch(ids, mask), T5Dropout.None))];
        return (encoded.Length == 1 ? encoded[0] : cat(encoded)).MoveToOuterDisposeScope();
    }
}
