using System.Runtime.InteropServices;

namespace KPDD.T5.Tests.Weights;

public sealed class Int8WeightTensorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FromFloat32_Int8_LargestOfEachRowIs127AndTheRestRounds()
    {
        WeightTensor tensor = WeightTensor.FromFloat32("a", [3, 2], [1, -0.5f, 254, 3, 0, 0], WeightType.Int8);

        Assert.Equal([127, -64, 127, 2, 0, 0], MemoryMarshal.Cast<byte, sbyte>(tensor.Data.Span).ToArray());
        Assert.Equal([1f / 127, 2f, 0f], tensor.RowScales.ToArray());
        Assert.Equal([127 * (1f / 127), -64 * (1f / 127), 254f, 4f, 0f, 0f], tensor.ToFloat32());
    }

    [Fact]
    public void FromFloat32_Int8OfAVector_ArgumentExceptionNamesTensor() =>
        Assert.Contains("'norm'", Assert.Throws<ArgumentException>(() => WeightTensor.FromFloat32("norm", [2], [1, 2], WeightType.Int8)).Message, StringComparison.Ordinal);

    [Fact]
    public void SaveLoad_Int8Matrix_IsOneTensorWithItsScales()
    {
        WeightTensor saved = Matrix();

        ModelWeights.Save(folder.Path, [saved]);
        WeightTensor loaded = Assert.Single(ModelWeights.Load(folder.Path)).Value;

        Assert.Equal(WeightType.Int8, loaded.Type);
        Assert.Equal(saved.RowScales.ToArray(), loaded.RowScales.ToArray());
        Assert.Equal(saved.Data.ToArray(), loaded.Data.ToArray());
    }

    [Fact]
    public void Save_ScalesMissing_InvalidOperationException() =>
        Assert.Throws<InvalidOperationException>(() => ModelWeights.Save(folder.Path, [Matrix() with { RowScales = default }]));

    [Fact]
    public void Load_ScalesMissing_MessageNamesBothTensors() => AssertRefused([AsInt8([2, 3])], "'a' in I8 without its scales 'a_scale'");

    [Fact]
    public void Load_Int8Vector_MessageSaysOnlyMatrices() => AssertRefused([AsInt8([6])], "only matrices");

    [Theory]
    [InlineData(new[] { 1f }, "expected Float32 [2]")]
    [InlineData(new[] { 1f, float.NaN }, "no finite number")]
    [InlineData(new[] { 1f, -1f }, "negative")]
    public void Load_ScalesDoNotFit_MessageSaysWhatIsWrong(float[] scales, string expected) =>
        AssertRefused([AsInt8([2, 3]), WeightTensor.FromFloat32("a_scale", [scales.Length], scales)], expected);

    [Fact]
    public void Load_ScalesInFloat16_MessageSaysFloat32() =>
        AssertRefused([AsInt8([2, 3]), WeightTensor.FromFloat32("a_scale", [2], [1, 1], WeightType.Float16)], "scales of Float16");

    private void AssertRefused(WeightTensor[] stored, string expected)
    {
        // Past ModelWeights.Save, which would refuse them: as another program may have written them.
        SafetensorsFile.Write(folder.File(ModelWeights.FileName), stored);

        KpddException error = Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("again from its float weights", error.Message, StringComparison.Ordinal);
    }

    private static WeightTensor Matrix() => WeightTensor.FromFloat32("a", [2, 3], [1, 2, 3, -4, 5, 6], WeightType.Int8);

    private static WeightTensor AsInt8(int[] shape) => new("a", WeightType.Int8, shape, new byte[6]);
}
