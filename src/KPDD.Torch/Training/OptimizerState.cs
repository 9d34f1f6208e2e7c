using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>An optimizer's state as a file: which optimizer, its steps, then each tensor's shape and raw float32 values in a fixed order.</summary>
internal static class OptimizerState
{
    // The last byte is the layout's version.
    private const int Magic = 0x4B504F01;

    public static void Write(BinaryWriter writer, OptimizerKind kind, long steps, IReadOnlyCollection<Tensor> tensors)
    {
        writer.Write(Magic);
        writer.Write((int)kind);
        writer.Write(steps);
        writer.Write(tensors.Count);
        foreach (Tensor tensor in tensors)
        {
            writer.Write(tensor.shape.Length);
            foreach (long length in tensor.shape)
            {
                writer.Write(length);
            }

            using Tensor copy = tensor.cpu();
            writer.Write(copy.bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote into tensors of the same shapes.</summary>
    /// <returns>The steps.</returns>
    /// <exception cref="InvalidDataException">The state is of another optimizer or model, or there is more than belongs to it.</exception>
    /// <exception cref="EndOfStreamException">The state is cut short.</exception>
    public static long Read(BinaryReader reader, OptimizerKind kind, IReadOnlyCollection<Tensor> tensors)
    {
        using var guard = no_grad();
        Require(reader.ReadInt32() == Magic, "it is no optimizer state of this version");
        Require(reader.ReadInt32() == (int)kind, $"it is not the state of {kind}");
        long steps = reader.ReadInt64();
        Require(steps >= 0, $"it claims {steps} steps");
        int count = reader.ReadInt32();
        Require(count == tensors.Count, $"it holds {count} tensors, expected {tensors.Count}");
        int index = 0;
        foreach (Tensor tensor in tensors)
        {
            RequireShape(reader, tensor.shape, ++index);
            using Tensor copy = zeros(tensor.shape);
            reader.BaseStream.ReadExactly(copy.bytes);
            tensor.copy_(copy);
        }

        Require(reader.BaseStream.ReadByte() < 0, "there are bytes after its end");
        return steps;
    }

    private static void RequireShape(BinaryReader reader, long[] expected, int index)
    {
        int rank = reader.ReadInt32();
        Require(rank == expected.Length, $"tensor {index} has {rank} dimensions, expected {expected.Length}");
        var shape = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            shape[i] = reader.ReadInt64();
        }

        Require(shape.AsSpan().SequenceEqual(expected), $"tensor {index} has shape [{string.Join(", ", shape)}], expected [{string.Join(", ", expected)}]");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{problem}.");
        }
    }
}
