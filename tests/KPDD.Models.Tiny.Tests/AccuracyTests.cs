namespace KPDD.Models.Tiny.Tests;

/// <summary>The embedded students solve problems they have not seen. The bounds lie a little below the model card's figures.</summary>
public class AccuracyTests
{
    private static readonly string MawpsDevelopmentFold = Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv");

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought, 0.78)]
    [InlineData(RationaleKind.ChainOfThought, 0.65)]
    public async Task Evaluate_MawpsDevelopmentFold_AccuracyIsThatOfTheCard(RationaleKind kind, double atLeast) =>
        await AssertAccuracyAsync(Datasets.Read(MawpsDevelopmentFold, DatasetFormat.MawpsCsv), 171, kind, atLeast);

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought, 0.70)]
    [InlineData(RationaleKind.ChainOfThought, 0.56)]
    public async Task Evaluate_AsdivDevelopmentFold_AccuracyIsThatOfTheCard(RationaleKind kind, double atLeast)
    {
        string file = PublicData.Require("svamp/cv_asdiv-a/fold0/dev.csv");

        await AssertAccuracyAsync(Datasets.Read(file, DatasetFormat.MawpsCsv), 238, kind, atLeast);
    }

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought, 0.32)]
    public async Task Evaluate_FirstSvampProblems_AccuracyIsThatOfTheCard(RationaleKind kind, double atLeast)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("svamp/SVAMP.json"), DatasetFormat.Svamp);

        await AssertAccuracyAsync([.. problems.Take(200)], 200, kind, atLeast);
    }

    [Fact]
    public async Task Evaluate_WithoutTheChannel_SolvesFewer()
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("svamp/cv_asdiv-a/fold0/dev.csv"), DatasetFormat.MawpsCsv);
        var options = new TinyPipelineOptions { UseKeyPoints = false };
        await using KpddPipeline with = await TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought, options);
        options.Programs.ChannelWeight = 0;
        await using KpddPipeline without = await TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought, options);

        EvaluationReport reranked = await new Evaluator().EvaluateAsync(with, problems), voted = await new Evaluator().EvaluateAsync(without, problems);

        Assert.True(reranked.Correct >= voted.Correct + 6, $"{reranked.Correct} right with the channel, {voted.Correct} without");
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

    private static async Task AssertAccuracyAsync(IReadOnlyList<MathProblem> problems, int count, RationaleKind kind, double atLeast)
    {
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(kind);

        EvaluationReport report = await new Evaluator().EvaluateAsync(pipeline, problems);

        Assert.Equal(count, report.Total);
        Assert.True(report.Accuracy >= atLeast, $"{report.Correct} of {report.Total} right");
    }
}
