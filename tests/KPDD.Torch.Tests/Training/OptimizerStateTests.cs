using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests.Training;

public class OptimizerStateTests
{
    private const OptimizerKind Kind = OptimizerKind.AdamW;

    [Fact]
    public void Read_WhatWasWritten_GivesStepsAndValues()
    {
        using var scope = NewDisposeScope();
        Tensor[] read = [zeros(2, 3), zeros(4)];

        Assert.Equal(7, Read(Written(), read));
        Assert.Equal([0, 1, 2, 3, 4, 5], read[0].data<float>().ToArray());
        Assert.Equal([1, 1, 1, 1], read[1].data<float>().ToArray());
    }

    [Fact]
    public void Read_EveryTruncation_Throws()
    {
        using var scope = NewDisposeScope();
        byte[] whole = Written();

        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<EndOfStreamException>(() => Read(whole[..length], [zeros(2, 3), zeros(4)]));
        }
    }

    [Fact]
    public void Read_TrailingByte_Throws()
    {
        using var scope = NewDisposeScope();
        AssertRefused("bytes after its end", [.. Written(), 0], Kind, zeros(2, 3), zeros(4));
    }

    [Fact]
    public void Read_OtherShapes_Throws()
    {
        using var scope = NewDisposeScope();
        AssertRefused("tensor 1 has shape [2, 3], expected [3, 2]", Written(), Kind, zeros(3, 2), zeros(4));
        AssertRefused("tensor 2 has 1 dimensions, expected 2", Written(), Kind, zeros(2, 3), zeros(2, 2));
        AssertRefused("it holds 2 tensors, expected 1", Written(), Kind, zeros(2, 3));
    }

    [Fact]
    public void Read_OtherOptimizerOrFile_Throws()
    {
        using var scope = NewDisposeScope();
        AssertRefused("not the state of Adafactor", Written(), OptimizerKind.Adafactor, zeros(2, 3), zeros(4));
        AssertRefused("no optimizer state", new byte[64], Kind, zeros(2, 3), zeros(4));
    }

    private static byte[] Written()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        OptimizerState.Write(writer, Kind, 7, [tensor(new float[] { 0, 1, 2, 3, 4, 5 }, [2, 3]), ones(4)]);
        return stream.ToArray();
    }

    private static long Read(byte[] state, Tensor[] tensors, OptimizerKind kind = Kind)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        return OptimizerState.Read(reader, kind, tensors);
    }

    private static void AssertRefused(string expected, byte[] state, OptimizerKind kind, params Tensor[] tensors)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(state, tensors, kind));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
