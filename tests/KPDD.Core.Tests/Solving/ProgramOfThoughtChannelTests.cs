using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

/// <summary>How a channel model re-ranks the programs of <see cref="ProgramOfThoughtSolver"/>. A program is its own value here, except for the masked ones.</summary>
public class ProgramOfThoughtChannelTests
{
    private const string Question = "Ann has 3 apples and buys 4.";

    [Fact]
    public async Task SolveAsync_ChannelPrefersTheSecond_IsTheAnswer()
    {
        Assert.Equal("7", (await SolveOneAsync(SevenOrEight(-0.5), new ProgramOfThoughtOptions())).Answer);
        Assert.Equal("8", (await SolveOneAsync(SevenOrEight(-0.5), Channel(PrefersEight(8)))).Answer);
    }

    [Fact]
    public async Task SolveAsync_ChannelPrefersAProgramThatFails_AnswersStillCompete()
    {
        var generator = Writes(("7", -0.1), ("8", -0.5), ("broken", -0.6));
        FakeScorer channel = FakeScorer.ByPrompt(("7", -10), ("8", -2), ("broken", -1));

        Assert.Equal("8", (await SolveOneAsync(generator, Channel(channel))).Answer);
    }

    [Fact]
    public async Task SolveAsync_CandidatesDiffer_EachProgramIsScoredOnceOnTheQuestionAlone()
    {
        FakeScorer channel = PrefersEight(8);
        var request = new SolveRequest(Problems.One(Question), new KeyPoints("How many?", ["Three."]));
        var options = new ProgramOfThoughtOptions { ChannelModel = channel, VoteWithoutKeyPoints = true };

        await new ProgramOfThoughtSolver(SevenOrEight(-0.5), new FakeExecutor(), options).SolveAsync([request]);

        Assert.Equal([new PromptedText("7", Question), new PromptedText("8", Question)], Assert.Single(channel.Batches));
    }

    [Theory]
    [InlineData("7", "7.0")]
    [InlineData("7", "broken")]
    [InlineData("broken", "broken too")]
    [InlineData("7")]
    public async Task SolveAsync_NoTwoAnswers_ChannelIsNotAsked(params string[] programs)
    {
        FakeScorer channel = new(_ => -1);

        await SolveOneAsync(Writes([.. programs.Select(program => (program, -0.1))]), Channel(channel));

        Assert.Empty(channel.Batches);
    }

    [Fact]
    public async Task SolveAsync_NotExecutionGuided_ChannelIsNotAsked()
    {
        FakeScorer channel = PrefersEight(8);

        SolveResult result = await SolveOneAsync(SevenOrEight(-0.5), new ProgramOfThoughtOptions { ChannelModel = channel, ExecutionGuided = false });

        Assert.Equal("7", result.Answer);
        Assert.Empty(channel.Batches);
    }

    [Theory]
    [InlineData(null, 0.0, false)]
    [InlineData(0.5, 0.0, false)]
    [InlineData(0.0, null, false)]
    [InlineData(0.0, 0.5, true)]
    public async Task SolveAsync_WeightZero_ChannelIsNotAsked(double? described, double? asked, bool scored)
    {
        FakeScorer channel = PrefersEight(8);

        SolveResult result = await SolveOneAsync(
            SevenOrEight(-0.5, described, channel), new ProgramOfThoughtOptions { ChannelWeight = asked });

        Assert.Equal(scored ? "8" : "7", result.Answer);
        Assert.Equal(scored ? 1 : 0, channel.Batches.Count);
    }

    [Theory]
    [InlineData(null, null, 3.2, "7")]
    [InlineData(null, null, 3.5, "8")]
    [InlineData(0.6, null, 2, "8")]
    [InlineData(0.6, 0.3, 2, "7")]
    [InlineData(0.1, 0.6, 2, "8")]
    public async Task SolveAsync_StudentsOwnChannel_WeighsAsTheOptionsElseTheStudentElseTheDefaultSay(double? described, double? asked, double preference, string answer)
    {
        // Eight is chosen where weight * preference is above the 1 by which the student prefers seven.
        FakeStudent student = SevenOrEight(-1.1, described, PrefersEight(preference));

        Assert.Equal(answer, (await SolveOneAsync(student, new ProgramOfThoughtOptions { ChannelWeight = asked })).Answer);
    }

    [Fact]
    public async Task SolveAsync_ChannelInTheOptions_IsAskedInsteadOfTheStudentsOwn()
    {
        FakeScorer own = PrefersEight(-8), given = PrefersEight(8);

        SolveResult result = await SolveOneAsync(SevenOrEight(-0.5, 0.3, own), Channel(given));

        Assert.Equal("8", result.Answer);
        Assert.Empty(own.Batches);
    }

    [Fact]
    public async Task SolveAsync_VeryImprobableQuestion_CandidatesStillVoteTogether()
    {
        // Were every weight to underflow to 0, the first candidate would win alone.
        var generator = Writes(("8", -0.9), ("7", -1), ("7.0", -1));

        SolveResult result = await SolveOneAsync(generator, Channel(new FakeScorer(_ => -5000), weight: 1));

        Assert.Equal("7", result.Answer);
    }

    [Fact]
    public async Task SolveAsync_OwnSelector_IsGivenTheNewScoresBestFirst()
    {
        var selector = new RecordingSelector();
        var options = new ProgramOfThoughtOptions { ChannelModel = PrefersEight(8), ChannelWeight = 0.25, Selector = selector };

        await SolveOneAsync(SevenOrEight(-0.5), options);

        Assert.Equal(["8", "7"], selector.Given.Select(candidate => candidate.Answer));
        Assert.Equal(-0.5, selector.Given[0].Score, 1e-9);
        Assert.Equal(-0.1 - (0.25 * 8), selector.Given[1].Score, 1e-9);
    }

    [Fact]
    public async Task SolveAsync_BlankQuestionAndFailingProgramInTheBatch_OthersAreReRankedInOrder()
    {
        var generator = new FakeGenerator(prompt => prompt switch
        {
            "Question: first" => FakeGenerator.Hypotheses(("1", -0.1), ("broken", -0.2), ("2", -0.5)),
            "Question: fails" => FakeGenerator.Hypotheses(("broken", -0.1)),
            "Question: agrees" => FakeGenerator.Hypotheses(("3", -0.1), ("3.0", -0.5)),
            _ => FakeGenerator.Hypotheses(("4", -0.1), ("5", -0.5)),
        });
        FakeScorer channel = FakeScorer.ByPrompt(("1", -10), ("2", -2), ("4", -10), ("5", -2)); // not asked about the broken program

        IReadOnlyList<SolveResult> results = await new ProgramOfThoughtSolver(generator, Executor(), Channel(channel))
            .SolveAsync(Problems.Requests("first", " ", "fails", "agrees", "last"));

        Assert.Equal(["2", null, null, "3", "5"], results.Select(result => result.Answer));
        Assert.Equal(
            [SolveStatus.Solved, SolveStatus.NoAnswer, SolveStatus.ProgramFailed, SolveStatus.Solved, SolveStatus.Solved],
            results.Select(result => result.Status));
        Assert.Equal(["first", "first", "last", "last"], Assert.Single(channel.Batches).Select(text => text.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task SolveAsync_ChannelGivesAnotherNumberOfScores_NamesItAndBothNumbers(int scores)
    {
        var channel = new FakeScorer(_ => -1) { Results = scores };

        InvalidOperationException error = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => SolveOneAsync(SevenOrEight(-0.5), Channel(channel)));

        Assert.Contains($"{nameof(FakeScorer)} gave {scores} results for 2 items", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(null)]
    public async Task SolveAsync_ChannelFailsOnOneProblem_KeepsTheStudentsChoiceThereAndSaysSo(double? score)
    {
        var channel = new FakeScorer(text => text.Text == "fails" ? score ?? throw new IOException("no room") : text.Prompt == "8" ? -2 : -20);

        IReadOnlyList<SolveResult> results = await new ProgramOfThoughtSolver(SevenOrEight(-0.5), Executor(), Channel(channel))
            .SolveAsync(Problems.Requests("first", "fails", "last"));

        Assert.Equal(["8", "7", "8"], results.Select(result => result.Answer));
        Assert.Equal([null, SolveStatus.Solved, null], results.Select(result => result.Diagnostic is null ? (SolveStatus?)null : result.Status));
        Assert.StartsWith("Re-ranking failed: ", results[1].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SolveAsync_ScoresDividedByTheLength_ProbabilitiesAreWeighed()
    {
        // By the mean a token the student prefers seven by 1; by probability, eight.
        var generator = new FakeGenerator(_ => new GeneratedText("7", -1)
        {
            Hypotheses = [new GeneratedText("7", -1) { TokenLogProbabilities = [-1, -1, -1, -1] }, new GeneratedText("8", -2) { TokenLogProbabilities = [-2] }],
        });

        SolveResult result = (await new ProgramOfThoughtSolver(generator, Executor(), Channel(new FakeScorer(_ => -1)))
            .SolveAsync(Problems.Requests(Question), new GenerationOptions()))[0];

        Assert.Equal("8", result.Answer);
    }

    [Fact]
    public async Task SolveAsync_FailingProgramExplainsBest_TheOthersStillVote()
    {
        var generator = Writes(("8", -0.9), ("7", -1), ("7.0", -1), ("broken", -2));

        SolveResult result = await SolveOneAsync(generator, Channel(new FakeScorer(text => text.Prompt == "broken" ? -10 : -5000)));

        Assert.Equal("7", result.Answer);
    }

    [Fact]
    public async Task SolveAsync_CancelledWhileTheChannelScores_Throws()
    {
        using var source = new CancellationTokenSource();
        var channel = new FakeScorer(_ =>
        {
            source.Cancel();
            return -1;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ProgramOfThoughtSolver(SevenOrEight(-0.5), new FakeExecutor(), Channel(channel))
            .SolveAsync(Problems.Requests(Question), null, source.Token));
        Assert.Single(channel.Batches);
    }

    [Fact]
    public async Task SolveAsync_ChannelsBackendMissing_Throws() =>
        await Assert.ThrowsAsync<KpddException>(() => SolveOneAsync(SevenOrEight(-0.5), Channel(new FakeScorer(_ => throw new KpddException("no model")))));

    [Theory]
    [InlineData(-10, "7")]
    [InlineData(-3, "81")]
    public async Task SolveAsync_ProgramTheFormatCannotExpress_CountsAsTheWorstOfTheOthers(double worst, string answer)
    {
        FakeStudent student = MaskedStudent(("v1 = number0 ** number1", -0.1), ("v1 = number0 + number1", -1), ("v1 = number1 - number0", -3));
        FakeScorer channel = FakeScorer.ByPrompt(("v1 = number0 + number1", -2), ("v1 = number1 - number0", worst));

        SolveResult result = await SolveOneAsync(student, Channel(channel));

        Assert.Equal(answer, result.Answer);
        Assert.All(Assert.Single(channel.Batches), text => Assert.Equal(new MaskedTextFormat().FormatChannelTarget(result.Problem), text.Text));
    }

    [Fact]
    public async Task SolveAsync_NoProgramTheFormatCanExpress_StudentsOrderStays()
    {
        FakeStudent student = MaskedStudent(("v1 = number0 ** number1", -0.1), ("v1 = number1 ** number0", -0.5));
        var channel = new FakeScorer(_ => -1);

        Assert.Equal("81", (await SolveOneAsync(student, Channel(channel))).Answer);
        Assert.Empty(channel.Batches);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_ChannelWeightOutOfRange_NamesIt(double weight)
    {
        var options = new ProgramOfThoughtOptions { ChannelWeight = weight };

        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => new ProgramOfThoughtSolver(new FakeGenerator(_ => ""), new FakeExecutor(), options));

        Assert.Equal(nameof(ProgramOfThoughtOptions.ChannelWeight), error.ParamName);
    }

    private static ProgramOfThoughtOptions Channel(ITextScorer channel, double? weight = null) => new() { ChannelModel = channel, ChannelWeight = weight };

    /// <summary>A channel whose log-probability for eight is higher by <paramref name="preference"/>.</summary>
    private static FakeScorer PrefersEight(double preference) => FakeScorer.ByPrompt(("7", -20), ("8", -20 + preference));

    /// <summary>A student that prefers seven, which has the score -0.1.</summary>
    private static FakeStudent SevenOrEight(double eight, double? described = null, ITextScorer? channel = null) => new(
        new StudentDescription { Channel = described is { } weight ? new StudentChannel("channel", weight) : null },
        _ => FakeGenerator.Hypotheses(("7", -0.1), ("8", eight)))
    {
        ChannelModel = channel,
    };

    private static FakeStudent MaskedStudent(params (string Text, double Score)[] programs) =>
        new(new StudentDescription { TextFormat = StudentTextFormats.MaskedName }, _ => FakeGenerator.Hypotheses(programs));

    private static FakeGenerator Writes(params (string Text, double Score)[] programs) => new(_ => FakeGenerator.Hypotheses(programs));

    private static FakeExecutor Executor() => new(program => program switch
    {
        _ when program.StartsWith("broken", StringComparison.Ordinal) => new ProgramResult(ProgramOutcome.RuntimeError),
        "v1 = 3 ** 4\nanswer = v1" => FakeExecutor.Value("81"),
        "v1 = 4 ** 3\nanswer = v1" => FakeExecutor.Value("64"),
        "v1 = 3 + 4\nanswer = v1" => FakeExecutor.Value("7"),
        "v1 = 4 - 3\nanswer = v1" => FakeExecutor.Value("1"),
        _ => FakeExecutor.Value(program),
    });

    private static async Task<SolveResult> SolveOneAsync(ITextGenerator generator, ProgramOfThoughtOptions options) =>
        (await new ProgramOfThoughtSolver(generator, Executor(), options).SolveAsync(Problems.Requests(Question)))[0];

    private sealed class RecordingSelector : ICandidateSelector
    {
        public IReadOnlyList<ProgramCandidate> Given { get; private set; } = [];

        public ProgramCandidate Choose(MathProblem problem, IReadOnlyList<ProgramCandidate> candidates)
        {
            Given = candidates;
            return candidates[0];
        }
    }
}
