namespace KPDD.T5.Tests.Generation;

/// <summary>Resident memory belongs to the whole process: no other test may run beside this one.</summary>
[CollectionDefinition(nameof(GenerationMemoryTests), DisableParallelization = true)]
#pragma warning disable CA1711 // A collection in xunit's sense.
public sealed class GenerationMemoryCollection;
#pragma warning restore CA1711

[Collection(nameof(GenerationMemoryTests))]
public class GenerationMemoryTests
{
    [Fact]
    public void Generate_ThousandCalls_LastHundredAddUnderTwoPercent() => AssertFlat(Generate);

    [Fact]
    public void Score_ThousandCalls_LastHundredAddUnderTwoPercent() => AssertFlat(Score);

    private static void AssertFlat(Action<CpuT5Engine, int> call)
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        call(engine, 900);
        long before = Resident();

        call(engine, 100);

        long after = Resident();
        Assert.True(after < before * 1.02, $"resident memory grew from {before:N0} to {after:N0} bytes");
    }

    private static void Generate(CpuT5Engine engine, int calls)
    {
        int[][] rows = [[7, 3, 1], [9, 9, 4, 2, 1], [1]];
        for (int call = 0; call < calls; call++)
        {
            var options = new GenerationOptions
            {
                MaxNewTokens = 12, NumBeams = (call % 3) + 1, Sample = call % 3 == 0 && call % 2 == 0, Seed = call, RepetitionPenalty = 1.1, NoRepeatNGramSize = 3,
            };
            T5Generator.Generate(engine, rows, options, 37);
        }
    }

    private static void Score(CpuT5Engine engine, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            T5Generator.Score(engine, [[7, 3, 1], [9, 9, 4, 2, 1], [1]], [[5, 1], [30, 2, 2, 17, 9, 8, 8, 8, 1], [1]], batchSize: (call % 3) + 1);
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
