using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>What one step reads and writes in a <see cref="T5StepCache"/>; of each layer first the keys, then the values.</summary>
/// <param name="Input">Of the input: <c>[rows, heads, input length, d_kv]</c>.</param>
/// <param name="Positions">Of all positions, the new one last: <c>[rows, heads, positions, d_kv]</c>.</param>
/// <param name="Added">Of the new position, to be written: <c>[rows, heads, 1, d_kv]</c>.</param>
/// <param name="Bias">Added to the scores of all positions: <c>[1, heads, 1, positions]</c>.</param>
internal sealed record T5StepViews(Tensor[] Input, Tensor[] Positions, Tensor[] Added, Tensor Bias);
