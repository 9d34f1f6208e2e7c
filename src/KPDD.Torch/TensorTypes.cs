using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Conversion between number formats.</summary>
internal static class TensorTypes
{
    /// <summary>The tensor itself when it has the type, otherwise a converted one; a model in one format throughout makes no copy and adds nothing to its graph.</summary>
    public static Tensor As(this Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor : tensor.to_type(type);
}
