using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>An optimizer's tensors as raw float32, in a fixed order.</summary>
internal static class OptimizerState
{
    public static void Write(BinaryWriter writer, IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            using Tensor copy = tensor.cpu();
            writer.Write(copy.bytes.ToArray());
        }
    }

    public static void Read(BinaryReader reader, IEnumerable<Tensor> tensors)
    {
        using var guard = no_grad();
        foreach (Tensor tensor in tensors)
        {
            using Tensor copy = zeros(tensor.shape);
            reader.BaseStream.ReadExactly(copy.bytes);
            tensor.copy_(copy);
        }
    }
}
