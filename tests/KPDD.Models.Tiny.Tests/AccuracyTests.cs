namespace KPDD.Models.Tiny.Tests;

/// <summary>The embedded students solve problems they have not seen. The bounds lie a little below the model card's figures.</summary>
public class AccuracyTests
{
    [Theory]
    [InlineData(RationaleKind.ProgramOfThought, 0.74)]
    [InlineData(RationaleKind.ChainOfThought, 0.61)]
    public async Task Evaluate_MawpsDevelopmentFold_AccuracyIsThatOfTheCard(RationaleKind kind, double atLeast)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv"), DatasetFormat.MawpsCsv);
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(kind);

        EvaluationReport report = await new Evaluator().EvaluateAsync(pipeline, problems);

        Assert.Equal(171, report.Total);
        Assert.True(report.Accuracy >= atLeast, $"{report.Correct} of {report.Total} right");
    }

    [Fact]
    public async Task Solve_ProblemWithAnUnneededStatement_KeyPointsLeaveItOut()
    {
        const string Question = "Rosa has 12 red pens. Her brother has 7 rulers. She buys 5 more red pens. How many red pens does Rosa have now?";
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync();

        SolveResult result = await pipeline.SolveAsync(Question);

        Assert.Equal("How many red pens does Rosa have now?", result.KeyPoints!.CoreQuestion);
        Assert.Equal(["Rosa has 12 red pens.", "She buys 5 more red pens."], result.KeyPoints.Information);
        Assert.Equal("17", result.Answer);
    }

    [Theory]
    [InlineData("key", 10)]
    [InlineData("pot", 10)]
    [InlineData("cot", 10)]
    public void ModelFolder_EmbeddedStudent_IsSmall(string name, int megabytes)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, TinyModels.FolderName, name);
        Assert.InRange(new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length), 1, megabytes * 1_000_000L);
    }
}
