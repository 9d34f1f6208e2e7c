using System.Runtime.InteropServices;
using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>One batch being decoded: encoder states, and the keys and values of every decoder block.</summary>
internal sealed class TorchT5Session : IT5Session
{
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
        encoderStates = model.Encode(input, T5Dropout.None).DetachFromDisposeScope();
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

        CopyLogits(decoder.Step(tensor(ids, [Rows], device: model.Device), cache), logits);
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

    /// <summary>From <c>[parts, rows, vocab_size / parts]</c> to <c>[rows, vocab_size]</c>.</summary>
    private static void CopyLogits(Tensor parts, Span<float> logits)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(parts.cpu().bytes);
        int rows = (int)parts.shape[1];
        int width = (int)parts.shape[2];
        int vocabulary = logits.Length / rows;
        for (int i = 0; i < values.Length / width; i++)
        {
            int part = i / rows;
            int row = i % rows;
            values.Slice(i * width, width).CopyTo(logits[((row * vocabulary) + (part * width))..]);
        }
    }
}
