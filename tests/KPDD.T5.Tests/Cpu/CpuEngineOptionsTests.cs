using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class CpuEngineOptionsTests
{
    /// <summary>Large enough for every product to be shared among threads.</summary>
    private static readonly T5Config Shared = new()
    {
        VocabSize = 2003, ModelWidth = 160, HeadWidth = 24, Heads = 5, FeedForwardWidth = 330, EncoderLayers = 2, DecoderLayers = 2,
        GatedFeedForward = true, UsesGelu = true, TiedEmbeddings = false,
    };

    private static readonly int[][] Rows = [.. new[] { 70, 3, 41, 1, 12, 64, 9, 22, 5 }.Select(length => Enumerable.Range(0, length).Select(i => i * 31 % 2003).ToArray())];

    [Theory]
    [InlineData(CpuWeightType.Float32, CpuActivationType.Int16)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Int16)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Mixed)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Int8)]
    public void Threads_OneTwoAndFive_ResultsAreBitEqual(CpuWeightType type, CpuActivationType activations)
    {
        float[][] alone = Decode(type, activations, 1);

        Assert.Equal(alone, Decode(type, activations, 2));
        Assert.Equal(alone, Decode(type, activations, 5));
    }

    // PortableKernelTests run this class with fewer instructions.
    [Theory]
    [InlineData(CpuWeightType.Float32, CpuActivationType.Int16)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Int16)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Mixed)]
    [InlineData(CpuWeightType.Int8, CpuActivationType.Int8)]
    public void Instructions_OfAnEngine_AreSomeThatThisProcessHas(CpuWeightType type, CpuActivationType activations)
    {
        using CpuT5Engine engine = Create(new CpuEngineOptions { WeightType = type, ActivationType = activations });

        string[] possible =
        [
            .. MachineProduct.HaveTiles ? ["AMX"] : Array.Empty<string>(),
            .. MachineProduct.AreSupported ? ["AVX-512 VNNI"] : Array.Empty<string>(),
            .. Avx512F.IsSupported ? ["AVX-512"] : Array.Empty<string>(),
            .. AvxVnni.IsSupported ? ["AVX-VNNI"] : Array.Empty<string>(),
            Avx2.IsSupported ? "AVX2" : AdvSimd.Arm64.IsSupported ? "AdvSimd" : "portable",
        ];
        Assert.All(engine.Instructions.Split(" and "), instructions => Assert.Contains(instructions, possible));
    }

    [Theory]
    [InlineData(CpuActivationType.Int16, 0.02)]
    [InlineData(CpuActivationType.Mixed, 0.03)]
    [InlineData(CpuActivationType.Int8, 0.05)]
    public void WeightType_Int8_LogitsAreNearFloat32(CpuActivationType activations, double tolerance)
    {
        float[][] exact = Decode(CpuWeightType.Float32, activations, 1), quantized = Decode(CpuWeightType.Int8, activations, 1);

        for (int step = 0; step < exact.Length; step++)
        {
            double error = Math.Sqrt(exact[step].Zip(quantized[step], (a, b) => Math.Pow(a - b, 2)).Average());
            double size = Math.Sqrt(exact[step].Average(a => a * a));
            Assert.True(error < tolerance * size, $"step {step}: an error of {error} beside logits of {size}");
        }
    }

    [Fact]
    public void ActivationType_LeftAlone_IsMixed() =>
        Assert.Equal(Decode(Create(new CpuEngineOptions { WeightType = CpuWeightType.Int8 })), Decode(CpuWeightType.Int8, CpuActivationType.Mixed, 1));

    // One input is far larger than the others, and its weights as much smaller: rounded to 8 bits, little would be left of the others.
    [Theory]
    [InlineData("encoder.block.0.layer.1.DenseReluDense.")]
    [InlineData("decoder.block.1.layer.2.DenseReluDense.")]
    public void ActivationType_OutlierAheadOfTheSecondFeedForwardLayer_CostsLittleInAnyFormat(string layer)
    {
        Func<CpuActivationType, double> error = ErrorsWithOutlier($"{layer}wi_1.weight", $"{layer}wo.weight", Shared.FeedForwardWidth);

        Assert.True(error(CpuActivationType.Mixed) < 1.5 * error(CpuActivationType.Int16), $"an error of {error(CpuActivationType.Mixed)}");
        Assert.True(error(CpuActivationType.Int8) < 4 * error(CpuActivationType.Int16), $"an error of {error(CpuActivationType.Int8)}");
    }

    [Theory]
    [InlineData("encoder.block.1.layer.0.")]
    [InlineData("decoder.block.0.layer.0.")]
    public void Mixed_OutlierAheadOfSelfAttention_CostsWhatItDoesIn16Bits(string layer)
    {
        Func<CpuActivationType, double> error = ErrorsWithOutlier($"{layer}layer_norm.weight", $"{layer}SelfAttention.", Shared.ModelWidth);

        Assert.True(error(CpuActivationType.Mixed) < 1.5 * error(CpuActivationType.Int16), $"an error of {error(CpuActivationType.Mixed)}");
        Assert.True(error(CpuActivationType.Int8) > 2 * error(CpuActivationType.Int16), $"an error of {error(CpuActivationType.Int8)}");
    }

    [Fact]
    public void Engine_OptionsOutOfRange_ArgumentOutOfRangeException()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(new CpuEngineOptions { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(new CpuEngineOptions { WeightType = (CpuWeightType)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(new CpuEngineOptions { ActivationType = (CpuActivationType)9 }));
    }

    private static CpuT5Engine Create(CpuEngineOptions options) =>
        new(Shared, RandomModel.CreateWeights(Shared).ToDictionary(tensor => tensor.Name), options);

    // What an engine with int8 weights errs by when one number ahead of a layer is raised, and lowered by the weights that meet it.
    private static Func<CpuActivationType, double> ErrorsWithOutlier(string raised, string lowered, int inputs)
    {
        const int Outlier = 3;
        const float Factor = 300;
        Dictionary<string, WeightTensor> weights = RandomModel.CreateWeights(Shared).Select(tensor =>
        {
            float[] values = tensor.ToFloat32();
            int rowLength = tensor.Shape.Count == 1 ? 1 : tensor.Shape[1];
            if (tensor.Name == raised)
            {
                Scale(values, Outlier * rowLength, 1, rowLength, Factor);
            }
            else if (tensor.Name.StartsWith(lowered, StringComparison.Ordinal) && rowLength == inputs)
            {
                Scale(values, Outlier, rowLength, tensor.Shape[0], 1 / Factor);
            }

            return WeightTensor.FromFloat32(tensor.Name, [.. tensor.Shape], values);
        }).ToDictionary(tensor => tensor.Name);
        float[] exact = Decode(CpuWeightType.Float32, default);
        return activations => Math.Sqrt(exact.Zip(Decode(CpuWeightType.Int8, activations), (a, b) => Math.Pow(a - b, 2)).Average());

        float[] Decode(CpuWeightType type, CpuActivationType activations) =>
            [.. CpuEngineOptionsTests.Decode(new CpuT5Engine(Shared, weights, new CpuEngineOptions { WeightType = type, ActivationType = activations })).SelectMany(step => step)];

        static void Scale(float[] values, int first, int stride, int count, float factor)
        {
            for (int i = 0; i < count; i++)
            {
                values[first + (i * stride)] *= factor;
            }
        }
    }

    private static float[][] Decode(CpuWeightType type, CpuActivationType activations, int threads) =>
        Decode(Create(new CpuEngineOptions { WeightType = type, ActivationType = activations, Threads = threads }));

    private static float[][] Decode(CpuT5Engine created)
    {
        using CpuT5Engine engine = created;
        using IT5Session session = engine.Encode(Rows);
        var steps = new List<float[]> { session.CopyEncoderStates() };
        for (int step = 0; step < 20; step++)
        {
            float[] logits = new float[Rows.Length * Shared.VocabSize];
            session.DecodeNext([.. Enumerable.Range(0, Rows.Length).Select(row => (row + 1) * (step + 3) % Shared.VocabSize)], logits);
            steps.Add(logits);
        }

        return [.. steps];
    }
}
