using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests;

public class TorchEngineOptionsTests
{
    public static TheoryData<string> Cases => ReferenceCase.Folders();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_BFloat16_LogitsAreNearTheReference(string folder)
    {
        var reference = new ReferenceCase(folder);
        float[] wide = Logits(folder, reference, TorchPrecision.Float32);
        float[] narrow = Logits(folder, reference, TorchPrecision.BFloat16);

        // bfloat16 has 8 bits of precision, which a random model's layers amplify (unrelated logits differ by 1.4): near, and not by chance the same.
        Assert.NotEqual(wide, narrow);
        double error = Math.Sqrt(wide.Zip(narrow, (w, n) => (w - n) * (double)(w - n)).Sum() / wide.Sum(w => w * (double)w));
        Assert.InRange(error, 0, 0.2);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_BFloat16_KeepsOutputLayersNormsAndBiasesWide(string folder)
    {
        using T5Model model = T5ModelFiles.Load(folder, "cpu", TorchPrecision.BFloat16);

        foreach (var (name, parameter) in model.named_parameters())
        {
            bool wide = name.Split('.')[^2] is "wo" or "layer_norm" or "final_layer_norm" or "relative_attention_bias";
            Assert.Equal((name, wide ? ScalarType.Float32 : ScalarType.BFloat16), (name, parameter.dtype));
        }
    }

    [Fact]
    public void Encode_Threads_ArePutBackAfterTheCall()
    {
        set_num_threads(2);
        using TorchT5Engine engine = TorchT5Engine.Load((string)ReferenceCase.Folders().First().Data, new TorchEngineOptions { Threads = 1 });
        using var session = engine.Encode([[5, 1]]);

        Assert.Equal(2, get_num_threads());
    }

    [Fact]
    public void Load_OptionOutOfRange_ThrowsArgumentException()
    {
        string folder = (string)ReferenceCase.Folders().First().Data;

        Assert.ThrowsAny<ArgumentException>(() => TorchT5Engine.Load(folder, new TorchEngineOptions { Threads = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => TorchT5Engine.Load(folder, new TorchEngineOptions { Precision = (TorchPrecision)9 }));
        Assert.ThrowsAny<ArgumentException>(() => TorchT5Engine.Load(folder, "abacus"));
    }

    [Fact]
    public void Load_CudaWhereThereIsNone_MessageNamesTheRemedy()
    {
        if (cuda.is_available())
        {
            Assert.Skip("This machine has a CUDA device.");
        }

        KpddException error = Assert.Throws<KpddException>(() => TorchT5Engine.Load((string)ReferenceCase.Folders().First().Data, "cuda:0"));

        Assert.Contains("TorchSharp-cuda-linux", error.Message, StringComparison.Ordinal);
    }

    private static float[] Logits(string folder, ReferenceCase reference, TorchPrecision precision)
    {
        using TorchT5Engine engine = TorchT5Engine.Load(folder, new TorchEngineOptions { Precision = precision, Threads = 1 });
        int[][] rows = reference.Rows();
        using var session = engine.Encode(rows);
        var logits = new float[rows.Length * engine.Config.VocabSize];
        session.DecodeNext(new int[rows.Length], logits);
        session.DecodeNext([.. rows.Select(row => row[0])], logits);
        return logits;
    }
}
