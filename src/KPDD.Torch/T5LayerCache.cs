using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>The input's keys and values for one decoder block, each <c>[rows, heads, input length, d_kv]</c>.</summary>
internal sealed record T5LayerCache(Tensor Keys, Tensor Values);
