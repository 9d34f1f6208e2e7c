using KPDD.T5;

namespace KPDD.Models.Tiny.Tests;

/// <summary>What int8 weights cost the embedded students.</summary>
public class Int8Tests
{
    [Fact]
    public async Task Evaluate_Int8WeightsAndActivations_AtMostHalfAPointBelowFloat32()
    {
        // A thousand problems: on a small fold one problem is more than half a point.
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("svamp/SVAMP.json"), DatasetFormat.Svamp);
        EvaluationReport exact = await EvaluateAsync(new CpuEngineOptions(), problems);

        foreach (CpuActivationType activations in Enum.GetValues<CpuActivationType>())
        {
            var options = new CpuEngineOptions { WeightType = CpuWeightType.Int8, ActivationType = activations };
            EvaluationReport quantized = await EvaluateAsync(options, problems);

            Assert.True(quantized.Accuracy >= exact.Accuracy - 0.005, $"{activations}: {quantized.Correct} right instead of {exact.Correct} of {exact.Total}");
        }
    }

    // The models of the program student are stored in int8 already.
    [Theory]
    [InlineData(DistillationStage.KeyPoints, RationaleKind.ProgramOfThought, CpuActivationType.Int16)]
    [InlineData(DistillationStage.KeyPoints, RationaleKind.ProgramOfThought, CpuActivationType.Mixed)]
    [InlineData(DistillationStage.KeyPoints, RationaleKind.ProgramOfThought, CpuActivationType.Int8)]
    [InlineData(DistillationStage.Solve, RationaleKind.ChainOfThought, CpuActivationType.Int16)]
    [InlineData(DistillationStage.Solve, RationaleKind.ChainOfThought, CpuActivationType.Mixed)]
    [InlineData(DistillationStage.Solve, RationaleKind.ChainOfThought, CpuActivationType.Int8)]
    public void DecodeNext_TeacherForcedByFloat32_Int8PrefersTheSameTokens(DistillationStage stage, RationaleKind kind, CpuActivationType activations)
    {
        string folder = TinyModels.ModelFolder(stage, kind);
        T5Tokenizer tokenizer = T5Tokenizer.Load(folder);
        string[] questions = [.. Problems().Take(40).Select(problem => problem.Question)];
        int[][] rows = [.. questions.Select(question => tokenizer.Encode(question, 512, out _))];
        using CpuT5Engine exact = CpuT5Engine.Load(folder);
        using CpuT5Engine quantized = CpuT5Engine.Load(folder, new CpuEngineOptions { WeightType = CpuWeightType.Int8, ActivationType = activations });
        using IT5Session exactSession = exact.Encode(rows), quantizedSession = quantized.Encode(rows);
        int[] tokens = new int[rows.Length];
        int equal = 0, total = 0;

        for (int step = 0; step < 12; step++)
        {
            int[] preferred = Preferred(exactSession, tokens, exact.Config.VocabSize);
            equal += preferred.Zip(Preferred(quantizedSession, tokens, exact.Config.VocabSize), (a, b) => a == b ? 1 : 0).Sum();
            total += preferred.Length;
            tokens = preferred;
        }

        Assert.True(equal >= 0.98 * total, $"{equal} of {total} tokens are equal");
    }

    private static IReadOnlyList<MathProblem> Problems() =>
        Datasets.Read(Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv"), DatasetFormat.MawpsCsv);

    private static int[] Preferred(IT5Session session, int[] tokens, int vocabulary)
    {
        float[] logits = new float[tokens.Length * vocabulary];
        session.DecodeNext(tokens, logits);
        return [.. logits.Chunk(vocabulary).Select(row => Array.IndexOf(row, row.Max()))];
    }

    private static async Task<EvaluationReport> EvaluateAsync(CpuEngineOptions options, IReadOnlyList<MathProblem> problems)
    {
        using T5TextGenerator key = await T5TextGenerator.LoadAsync(TinyModels.ModelFolder(DistillationStage.KeyPoints), options);
        using T5TextGenerator solve = await T5TextGenerator.LoadAsync(
            TinyModels.ModelFolder(DistillationStage.Solve, RationaleKind.ChainOfThought), options);
        await using var pipeline = new KpddPipeline(new KeyPointExtractor(key), new ChainOfThoughtSolver(solve));
        return await new Evaluator().EvaluateAsync(pipeline, problems);
    }
}
