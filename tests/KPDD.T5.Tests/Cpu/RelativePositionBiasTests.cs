using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class RelativePositionBiasTests
{
    [Fact]
    public void Row_Query_GivesBiasOfEachKey()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (float)i)];
        var bias = new RelativePositionBias(WeightTensor.FromFloat32("bias", [32, 2], values), 128, bidirectional: true);

        // Keys 0, 1, 2 as seen from position 1: one behind, itself, one ahead (buckets 1, 0, 17), of head 1.
        Assert.Equal([3f, 1f, 35f], bias.CreateTable(3).Row(1, 1, 3).ToArray());
    }
}
