using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

public class MajorityVoteSolverTests
{
    [Fact]
    public async Task SolveAsync_MostSamplesAgree_TheirAnswerWins()
    {
        string[] bySeed = ["9", "7", "7.0", "8", "7"];
        var inner = new FakeSolver((_, options) => bySeed[options!.Seed]);

        IReadOnlyList<SolveResult> results = await new MajorityVoteSolver(inner, 5).SolveAsync(Problems.Requests("q"));

        Assert.Equal("7", results[0].Answer);
    }

    [Fact]
    public async Task SolveAsync_Samples_DifferInSeedAndSample()
    {
        var inner = new FakeSolver(_ => "7");

        await new MajorityVoteSolver(inner, 3).SolveAsync(Problems.Requests("q"), new GenerationOptions { Seed = 10, NumBeams = 4, Temperature = 0.5 });

        Assert.Equal([10, 11, 12], inner.Options.Select(o => o!.Seed));
        Assert.All(inner.Options, o => Assert.True(o!.Sample && o.NumBeams == 1 && o.Temperature == 0.5));
    }

    [Fact]
    public async Task SolveAsync_SomeSamplesHaveNoAnswer_TheyDoNotVote()
    {
        var inner = new FakeSolver((_, options) => options!.Seed == 2 ? "7" : null);

        SolveResult result = (await new MajorityVoteSolver(inner, 3).SolveAsync(Problems.Requests("q")))[0];

        Assert.Equal("7", result.Answer);
    }

    [Fact]
    public async Task SolveAsync_NoSampleHasAnAnswer_NoAnswer()
    {
        SolveResult result = (await new MajorityVoteSolver(new FakeSolver(_ => null), 3).SolveAsync(Problems.Requests("q")))[0];

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
    }

    [Fact]
    public async Task SolveAsync_Batch_EachItemVotesByItself()
    {
        var inner = new FakeSolver((request, options) => options!.Seed == 0 ? "0" : request.Problem.Question);

        IReadOnlyList<SolveResult> results = await new MajorityVoteSolver(inner, 3).SolveAsync(Problems.Requests("1", "2"));

        Assert.Equal(["1", "2"], results.Select(r => r.Answer));
    }

    [Fact]
    public void Constructor_NoVotes_ArgumentException() =>
        Assert.ThrowsAny<ArgumentException>(() => new MajorityVoteSolver(new FakeSolver(_ => "7"), 0));
}
