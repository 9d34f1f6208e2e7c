namespace KPDD.Models.Tiny.Tests;

/// <summary>Memory of the whole process: that of the engine and of the Python bridge is no concern of the garbage collector.</summary>
[Collection(nameof(ResidentMemoryTests))]
[CollectionDefinition(nameof(ResidentMemoryTests), DisableParallelization = true)]
public class ResidentMemoryTests
{
    private const int Third = 100;

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought)]
    [InlineData(RationaleKind.ChainOfThought)]
    public async Task SolveAsync_ThreeHundredQuestionsOneByOne_LastThirdAddsNothing(RationaleKind kind)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv");
        MathProblem[] problems = [.. Datasets.Read(file, DatasetFormat.MawpsCsv).Take(Third)];
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(kind);
        await SolveAllAsync(pipeline, problems);
        await SolveAllAsync(pipeline, problems);
        long warm = ResidentBytes();

        await SolveAllAsync(pipeline, problems);

        double growth = (double)ResidentBytes() / warm - 1;
        Assert.True(growth < 0.03, $"{growth:P1} more than {warm / 1_048_576} MB");
    }

    private static async Task SolveAllAsync(KpddPipeline pipeline, MathProblem[] problems)
    {
        foreach (MathProblem problem in problems)
        {
            await pipeline.SolveAsync(problem);
        }
    }

    private static long ResidentBytes()
    {
        // Garbage that is still waiting for collection is no leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
