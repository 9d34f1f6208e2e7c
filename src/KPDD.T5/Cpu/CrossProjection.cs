using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Keys and values of the encoder's states for one decoder layer, stored head by head.</summary>
/// <param name="layer">Gives key and value of a state.</param>
/// <param name="states">The encoder's states <c>[total, d_model]</c>.</param>
/// <param name="rows">Where each text lies.</param>
/// <param name="chunks">How the tokens are cut.</param>
/// <param name="caches">Receives each text's keys and values.</param>
internal sealed class CrossProjection(Linear layer, float[] states, RaggedRows rows, RowChunks chunks, HeadCache[] caches)
    : RowWork(chunks, layer.PaddedOutputs, layer.WorkingSpace(chunks.MostRows))
{
    protected override unsafe void ComputeRows(int first, int count, Span<float> result, Span<float> space)
    {
        fixed (float* input = &states[first * layer.Inputs], output = result, working = space)
        {
            layer.Multiply(input, layer.Inputs, count, output, layer.PaddedOutputs, working);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void CommitRows(int first, int count, ReadOnlySpan<float> result)
    {
        for (int i = 0; i < count; i++)
        {
            (int text, int position) = rows.Locate(first + i);
            caches[text].Store(position, result.Slice(i * layer.PaddedOutputs, layer.Outputs));
        }
    }
}
