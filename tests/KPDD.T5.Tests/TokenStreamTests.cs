using KPDD.T5.Tests.Generation;
using KPDD.T5.Tests.Tokenization;

namespace KPDD.T5.Tests;

public class TokenStreamTests
{
    private const string Prompt = "def f(x):\n    return x # caf\u00e9 \U0001F600";

    public static TheoryData<bool, bool> Students => new()
    {
        { false, false }, { false, true }, { true, false }, { true, true },
    };

    [Theory]
    [MemberData(nameof(Students))]
    public async Task StreamAsync_AnyStudent_PiecesJoinToTheWholeText(bool lossless, bool sample)
    {
        using var engine = NoisyEcho();
        using T5TextGenerator student = Student(engine, lossless);
        var options = new GenerationOptions { Sample = sample, Seed = 4 };

        List<GeneratedToken> tokens = await student.StreamAsync(Prompt, options).ToListAsync();

        GeneratedText whole = (await student.GenerateAsync([Prompt], options))[0];
        Assert.Equal(whole.Text, string.Concat(tokens.Select(token => token.Text)));
        Assert.Equal(whole.TokenLogProbabilities, tokens.Select(token => token.LogProbability));
        Assert.Equal(whole.Truncated, tokens[^1].Id != TokenizerFixtures.T5.EosId);
        Assert.True(tokens.Count(token => token.Text.Length > 0) > 5);
    }

    [Fact]
    public async Task StreamAsync_TokenLimit_StreamWithoutEndToken()
    {
        using var engine = NoisyEcho();
        using T5TextGenerator student = Student(engine, lossless: true);

        List<GeneratedToken> tokens = await student.StreamAsync(Prompt, new GenerationOptions { MaxNewTokens = 3 }).ToListAsync();

        Assert.Equal(3, tokens.Count);
        Assert.DoesNotContain(TokenizerFixtures.T5.EosId, tokens.Select(token => token.Id));
    }

    [Fact]
    public async Task StreamAsync_ReaderStops_ModelStopsToo()
    {
        using var engine = NoisyEcho();
        using T5TextGenerator student = Student(engine, lossless: true);

        await foreach (GeneratedToken token in student.StreamAsync(Prompt))
        {
            if (engine.RowsOfSteps.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(2, engine.RowsOfSteps.Count);
    }

    [Fact]
    public async Task StreamAsync_CancelledByTheReader_Throws()
    {
        using var engine = NoisyEcho();
        using T5TextGenerator student = Student(engine, lossless: true);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (GeneratedToken token in student.StreamAsync(Prompt).WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });
        Assert.Single(engine.RowsOfSteps);
    }

    [Fact]
    public void StreamAsync_Misuse_ArgumentException()
    {
        using var engine = NoisyEcho();
        using T5TextGenerator student = Student(engine, lossless: true);

        Assert.Throws<ArgumentNullException>(() => student.StreamAsync(null!));
        Assert.Throws<ArgumentException>(() => student.StreamAsync(Prompt, new GenerationOptions { NumBeams = 2 }));
        Assert.Throws<ArgumentException>(() => student.StreamAsync(Prompt, new GenerationOptions { Sample = true, NumReturnSequences = 2 }));
        Assert.Throws<ArgumentException>(() => student.StreamAsync(Prompt, new GenerationOptions { TopP = 2 }));
    }

    [Fact]
    public async Task StreamAsync_Disposed_ObjectDisposedException()
    {
        using var engine = NoisyEcho();
        T5TextGenerator student = Student(engine, lossless: true);
        IAsyncEnumerable<GeneratedToken> stream = student.StreamAsync(Prompt);
        student.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ToListAsync());
    }

    private static T5TextGenerator Student(IT5Engine engine, bool lossless) =>
        new(engine, TokenizerFixtures.T5, new StudentDescription { LosslessEncoding = lossless, MaxNewTokens = 40 });

    /// <summary>Writes the input again; when sampled, with a foreign token now and then.</summary>
    private static ScriptedEngine NoisyEcho()
    {
        int vocabulary = TokenizerFixtures.T5.VocabularySize;
        return new ScriptedEngine(vocabulary, (input, fed) =>
        {
            float[] logits = new float[vocabulary];
            logits[input[Math.Min(fed.Length, input.Length) - 1]] = 13;
            return logits;
        });
    }
}
