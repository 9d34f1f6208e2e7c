namespace KPDD.Distillation.Tests.Recorded;

public class RecordedPathsTests
{
    [Fact]
    public void From_ExamplesOfOneProblem_AreItsPaths()
    {
        var pears = new MathProblem("pears", "Q?");
        DistillationExample[] examples = [Example(Paths.Apples), Example(pears), Example(Paths.Apples)];

        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(examples);

        Assert.Equal([("apples", 0), ("apples", 1), ("pears", 0)], paths.Select(path => (path.Problem.Id, path.PathNumber)));
    }

    [Fact]
    public void From_ProgramWithoutKeyPoints_ReadsThemOffWhereAskedFor()
    {
        DistillationExample program = new(Paths.Apples) { Rationale = new Rationale(RationaleKind.ProgramOfThought, "answer = 3 + 4") };

        Assert.Null(RecordedPaths.From([program])[0].KeyPoints);
        Assert.Equal("How many apples does she have?", RecordedPaths.From([program], readKeyPoints: true)[0].KeyPoints!.CoreQuestion);
    }

    private static DistillationExample Example(MathProblem problem) => new(problem) { Rationale = new Rationale(RationaleKind.ChainOfThought, "The answer is 7.") };
}
