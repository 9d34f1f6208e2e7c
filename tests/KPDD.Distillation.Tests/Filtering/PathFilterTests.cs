namespace KPDD.Distillation.Tests.Filtering;

public class PathFilterTests
{
    private static readonly MathProblem Pears = new("pears", "Bob has 7 pears. How many pears does he have?") { ExpectedAnswer = "7" };

    [Fact]
    public async Task FilterAsync_EqualTexts_KeepsTheFirstOfEachQuestion()
    {
        TeacherPath[] paths =
        [
            Paths.Chain("3 + 4 = 7. The answer is 7.", 0),
            Paths.Chain("3 + 4 = 7.  the answer is 7.", 1),
            Paths.Chain("4 + 3 = 7. The answer is 7.", 2),
            Paths.Chain("3 + 4 = 7. The answer is 7.", 0, Pears),
        ];

        Assert.Equal([PathReason.Kept, PathReason.Duplicate, PathReason.Kept, PathReason.Kept], await Reasons(new PathFilter(), paths));
        Assert.All(await Reasons(new PathFilter(options: new PathFilterOptions { DropDuplicates = false }), paths), reason => Assert.Equal(PathReason.Kept, reason));
    }

    [Fact]
    public async Task FilterAsync_WrongPathBeforeAnEqualOne_DoesNotCountAsTheFirst()
    {
        TeacherPath[] paths = [Paths.Chain("The answer is 7.", 0, Paths.Apples with { ExpectedAnswer = "8" }), Paths.Chain("The answer is 7.", 1)];

        Assert.Equal([PathReason.WrongAnswer, PathReason.Kept], await Reasons(new PathFilter(), paths));
    }

    [Fact]
    public async Task FilterAsync_ProgramsEqualUpToNames_AreDuplicates()
    {
        TeacherPath[] paths = [Paths.Program("a = 3\nanswer = a + 4", 0), Paths.Program("apples = 3 # Ann\nanswer = apples + 4", 1)];

        Assert.Equal([PathReason.Kept, PathReason.Duplicate], await Reasons(new PathFilter(FakeExecutor.Leaving("7")), paths));
    }

    [Fact]
    public async Task FilterAsync_ManyPaths_KeepsTheirOrder()
    {
        TeacherPath[] paths = [.. Enumerable.Range(0, 100).Select(i => Paths.Chain($"{i} + 0 = {i}. The answer is {i}.", i))];
        var filter = new PathFilter(options: new PathFilterOptions { MaxConcurrency = 7 });

        List<PathVerdict> verdicts = await filter.FilterAsync(paths.ToAsyncEnumerable()).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 100), verdicts.Select(verdict => verdict.Path.PathNumber));
        Assert.Equal(7, Assert.Single(verdicts, verdict => verdict.IsKept).Path.PathNumber);
    }

    [Fact]
    public async Task Report_Verdicts_AreCountedByReasonPathAndQuestion()
    {
        TeacherPath[] paths = [Paths.Chain("The answer is 7.", 0), Paths.Chain("The answer is 8.", 1), Paths.Chain("The answer is 7.", 2), Paths.Chain("It is 9.", 0, Pears)];
        var builder = new FilterReportBuilder();
        await foreach (PathVerdict verdict in new PathFilter().FilterAsync(paths.ToAsyncEnumerable()))
        {
            builder.Add(verdict);
        }

        FilterReport report = builder.Build();

        Assert.Equal((4, 1, 0.25, 1), (report.Total, report.Kept, report.Retention, report.CoveredQuestions));
        Assert.Equal((1, 1, 1, 0), (report.Count(PathReason.WrongAnswer), report.Count(PathReason.Duplicate), report.Count(PathReason.Unparsed), report.Count(PathReason.Timeout)));
        Assert.Equal([new PathRetention(0, 2, 1), new PathRetention(1, 1, 0), new PathRetention(2, 1, 0)], report.PerPath);
        Assert.Equal(["apples", "pears"], report.PerQuestion.Select(question => question.ProblemId));
        Assert.Equal(1, report.PerQuestion[0].Dropped[PathReason.Duplicate]);
    }

    private static async Task<IEnumerable<PathReason>> Reasons(PathFilter filter, TeacherPath[] paths) =>
        (await filter.FilterAsync(paths.ToAsyncEnumerable()).ToListAsync()).Select(verdict => verdict.Reason);
}
