using KPDD.T5;

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
    public async Task Extract_MawpsDevelopmentFold_KeyPointsAreTheOnesTheEquationNeeds()
    {
        DistillationExample[] examples = [.. MaskedProblems.Read(Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv"))
            .Where(p => p.PrefixEquation.Split(' ').Length == 3)
            .Select(p =>
            {
                string[] equation = p.PrefixEquation.Split(' ');
                MathProblem problem = p.ToMathProblem();
                var program = new Rationale(RationaleKind.ProgramOfThought, p.Unmask($"answer = {equation[1]} {equation[0]} {equation[2]}"));
                return new DistillationExample(problem) { KeyPoints = ProgramKeyPoints.From(problem, program) };
            })];
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(TinyModels.ModelFolder(DistillationStage.KeyPoints));

        double exact = await new KeyPointAccuracy().EvaluateAsync(student, examples);

        Assert.True(exact >= 0.6, $"{exact:P1} exact");
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
