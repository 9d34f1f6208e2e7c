using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests;

/// <summary>The model equals the reference implementation: logits, encoder states, loss, gradients, greedy decoding, optimizers.</summary>
public class T5ModelTests
{
    public static TheoryData<string> Cases => ReferenceCase.Folders();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ReferenceBatch_LogitsAreEqual(string folder)
    {
        var reference = new ReferenceCase(folder);
        using T5Model model = T5ModelFiles.Load(folder, "cpu");
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        T5Batch input = T5Batch.Pad(reference.Rows(), model.Config.PadTokenId, CPU);
        var (_, decoderInput) = T5Loss.Targets(Examples(reference), model.Config, CPU);

        Tensor logits = model.Forward(input, decoderInput, T5Dropout.None);

        AssertClose(reference.Logits, logits.contiguous().data<float>().ToArray(), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_ReferenceBatch_StatesAreEqual(string folder)
    {
        var reference = new ReferenceCase(folder);
        using TorchT5Engine engine = TorchT5Engine.Load(folder);
        using var session = engine.Encode(reference.Rows());
        float[] states = session.CopyEncoderStates();
        float[] expected = reference.EncoderStates;
        int width = engine.Config.ModelWidth;
        int length = reference.InputIds[0].Length;

        for (int r = 0; r < reference.InputIds.Length; r++)
        {
            int count = reference.AttentionMask[r].Sum() * width;
            int offset = r * length * width;
            AssertClose(expected[offset..(offset + count)], states[offset..(offset + count)], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_ReferenceBatch_LossAndGradientsAreEqual(string folder)
    {
        var reference = new ReferenceCase(folder);
        using T5Model model = T5ModelFiles.Load(folder, "cpu");
        using var scope = NewDisposeScope();

        Tensor loss = T5Loss.Of(model, Examples(reference), T5Dropout.None, 0);
        loss.backward();

        Assert.InRange(loss.ToDouble() / reference.Loss, 1 - 1e-5, 1 + 1e-5);
        var gradients = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.norm().ToDouble());
        Assert.Equal(reference.GradientNorms.Keys.Order(), gradients.Keys.Order());
        foreach (var (name, expected) in reference.GradientNorms)
        {
            Assert.True(Math.Abs(gradients[name] - expected) <= 1e-3 * expected, $"{name}: {gradients[name]} instead of {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DecodeNext_Greedy_SequencesAreEqual(string folder)
    {
        var reference = new ReferenceCase(folder);
        using TorchT5Engine engine = TorchT5Engine.Load(folder);
        foreach (var (arguments, sequences) in reference.Generations())
        {
            if (arguments.EnumerateObject().Count() > 1)
            {
                continue;
            }

            int steps = arguments.GetProperty("max_new_tokens").GetInt32();
            Assert.Equal(sequences, Greedy(engine, reference.Rows(), steps));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_EightSteps_LossesFollowTheReference(string folder)
    {
        var reference = new ReferenceCase(folder);
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
        {
            var options = new TrainingOptions { Optimizer = kind, LearningRate = 1e-3, WeightDecay = kind == OptimizerKind.AdamW ? 0.01 : 0 };
            using T5Model model = T5ModelFiles.Load(folder, "cpu");
            using ITrainingOptimizer optimizer = TrainingOptimizer.Create(options, [.. model.parameters()]);
            using var scope = NewDisposeScope();
            foreach (double expected in reference.TrainingLosses(kind.ToString()))
            {
                model.zero_grad();
                Tensor loss = T5Loss.Of(model, Examples(reference), T5Dropout.None, 0);
                Assert.InRange(loss.ToDouble(), expected * (1 - 1e-3), expected * (1 + 1e-3));
                loss.backward();
                optimizer.Step(options.LearningRate);
            }
        }
    }

    [Fact]
    public void Weights_SavedAndLoaded_AreEqualBitForBit()
    {
        string folder = (string)ReferenceCase.Folders().First().Data;
        string copy = Directory.CreateTempSubdirectory("kpdd-").FullName;
        using T5Model model = T5ModelFiles.Load(folder, "cpu");
        KPDD.T5.ModelWeights.Save(copy, T5ModelFiles.Weights(model));
        model.Config.Save(Path.Combine(copy, "config.json"));

        using T5Model loaded = T5ModelFiles.Load(copy, "cpu");

        foreach (var (first, second) in model.named_parameters().Zip(loaded.named_parameters()))
        {
            Assert.Equal(first.name, second.name);
            Assert.Equal(first.parameter.bytes.ToArray(), second.parameter.bytes.ToArray());
        }

        Directory.Delete(copy, recursive: true);
    }

    private static int[][] Greedy(TorchT5Engine engine, int[][] rows, int steps)
    {
        using var session = engine.Encode(rows);
        int vocabulary = engine.Config.VocabSize;
        var logits = new float[rows.Length * vocabulary];
        var sequences = rows.Select(_ => new List<int> { engine.Config.DecoderStartTokenId }).ToArray();
        var finished = new bool[rows.Length];
        for (int step = 0; step < steps && finished.Contains(false); step++)
        {
            session.DecodeNext([.. sequences.Select(s => s[^1])], logits);
            for (int r = 0; r < rows.Length; r++)
            {
                ReadOnlySpan<float> row = logits.AsSpan(r * vocabulary, vocabulary);
                int best = 0;
                for (int i = 1; i < vocabulary; i++)
                {
                    best = row[i] > row[best] ? i : best;
                }

                sequences[r].Add(finished[r] ? engine.Config.PadTokenId : best);
                finished[r] |= best == engine.Config.EosTokenId;
            }
        }

        return [.. sequences.Select(s => s.ToArray())];
    }

    private static EncodedExample[] Examples(ReferenceCase reference) =>
        [.. reference.Rows().Zip(reference.Labels, (row, labels) => new EncodedExample(row, [.. labels.Where(l => l != T5Loss.Ignored)]))];

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"value {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
