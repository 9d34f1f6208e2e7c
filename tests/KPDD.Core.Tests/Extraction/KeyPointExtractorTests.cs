using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Extraction;

public class KeyPointExtractorTests
{
    [Fact]
    public async Task ExtractAsync_StudentWritesKeyPoints_ReadsThem()
    {
        var generator = new FakeGenerator(_ => "Core question: How many in all? Information: (1) Ann has 3. (2) She buys 4.");

        IReadOnlyList<KeyPoints> points = await new KeyPointExtractor(generator).ExtractAsync(Problems.Many("Ann has 3 and buys 4."));

        Assert.Equal("How many in all?", points[0].CoreQuestion);
        Assert.Equal(["Ann has 3.", "She buys 4."], points[0].Information);
        Assert.Null(points[0].Diagnostic);
    }

    [Fact]
    public async Task ExtractAsync_StudentDescribesTemplate_PromptFollowsIt()
    {
        var student = new FakeStudent(new StudentDescription { KeyPointTemplate = "KEY {question}" }, _ => new GeneratedText(""));

        await new KeyPointExtractor(student).ExtractAsync(Problems.Many("How many?"));

        Assert.Equal(["KEY How many?"], student.Batches.Single());
    }

    [Fact]
    public async Task ExtractAsync_BlankQuestionBetweenOthers_NotGivenToTheModel()
    {
        var generator = new FakeGenerator(prompt => $"Core question: {prompt[^1]} Information:");

        IReadOnlyList<KeyPoints> points = await new KeyPointExtractor(generator).ExtractAsync(Problems.Many("a", " \t", "b"));

        Assert.Equal(["a", "", "b"], points.Select(p => p.CoreQuestion));
        Assert.NotNull(points[1].Diagnostic);
        Assert.Equal(2, generator.Batches.Single().Count);
    }

    [Fact]
    public async Task ExtractAsync_GeneratorThrowsForOneItem_OthersAreRead()
    {
        var generator = new FakeGenerator(prompt => prompt.EndsWith("bad", StringComparison.Ordinal)
            ? throw new InvalidOperationException("broken row")
            : $"Core question: {prompt[^1]} Information:");

        IReadOnlyList<KeyPoints> points = await new KeyPointExtractor(generator).ExtractAsync(Problems.Many("a", "b", "bad", "c", "d"));

        Assert.Equal(["a", "b", "", "c", "d"], points.Select(p => p.CoreQuestion));
        Assert.Contains("broken row", points[2].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExtractAsync_BackendMissing_ThrowsThatOneException()
    {
        var generator = new FakeGenerator(string (_) => throw new KpddException("no backend"));

        await Assert.ThrowsAsync<KpddException>(() => new KeyPointExtractor(generator).ExtractAsync(Problems.Many("a", "b")));
        Assert.Single(generator.Batches);
    }

    [Fact]
    public async Task ExtractAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new KeyPointExtractor(new FakeGenerator(_ => "")).ExtractAsync(Problems.Many("a"), null, source.Token));
    }

    [Fact]
    public async Task ExtractAsync_NoProblems_EmptyWithoutCallingTheModel()
    {
        var generator = new FakeGenerator(_ => "");

        Assert.Empty(await new KeyPointExtractor(generator).ExtractAsync([]));
        Assert.Empty(generator.Batches);
    }

    [Fact]
    public async Task ExtractAsync_NullProblem_ArgumentException() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new KeyPointExtractor(new FakeGenerator(_ => "")).ExtractAsync([null!]));
}
