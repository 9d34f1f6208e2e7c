namespace KPDD.T5.Tests;

public class EnsembleT5EngineTests
{
    private static readonly float[] First = [MathF.Log(0.7f), MathF.Log(0.2f), MathF.Log(0.1f)];
    private static readonly float[] Second = [MathF.Log(0.1f), MathF.Log(0.8f), MathF.Log(0.1f)];

    [Fact]
    public void DecodeNext_TwoModels_GivesTheLogarithmOfTheirMeanProbabilities()
    {
        using var ensemble = new EnsembleT5Engine([new FixedEngine(First), new FixedEngine(Second)]);

        AssertProbabilities([0.4f, 0.5f, 0.1f], Decode(ensemble));
    }

    [Fact]
    public void DecodeNext_Weights_CountByTheirRatio()
    {
        using var ensemble = new EnsembleT5Engine([new FixedEngine(First), new FixedEngine(Second)], [2, 1]);

        AssertProbabilities([0.5f, 0.4f, 0.1f], Decode(ensemble));
    }

    [Fact]
    public void DecodeNext_ImpossibleToken_StaysFiniteAndLast()
    {
        using var ensemble = new EnsembleT5Engine([new FixedEngine([0, -1000, 0]), new FixedEngine([0, -1000, 0])]);

        float[] logits = Decode(ensemble);

        Assert.All(logits, value => Assert.True(float.IsFinite(value)));
        Assert.True(logits[1] < logits[0] - 50);
    }

    [Fact]
    public void Constructor_WrongParts_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new EnsembleT5Engine([]));
        Assert.Throws<ArgumentException>(() => new EnsembleT5Engine([new FixedEngine(First), new FixedEngine([0, 0])]));
        Assert.Throws<ArgumentException>(() => new EnsembleT5Engine([new FixedEngine(First)], [0]));
        Assert.Throws<ArgumentException>(() => new EnsembleT5Engine([new FixedEngine(First)], [1, 1]));
    }

    [Fact]
    public void Encode_SecondModelFails_DisposesTheFirstSession()
    {
        var first = new FixedEngine(First);
        using var ensemble = new EnsembleT5Engine([first, new FixedEngine(Second, fails: true)]);

        Assert.Throws<InvalidOperationException>(() => ensemble.Encode([[1]]));
        Assert.Equal(0, first.OpenSessions);
    }

    [Fact]
    public void Dispose_DisposesEveryEngine()
    {
        FixedEngine[] engines = [new(First), new(Second)];

        new EnsembleT5Engine(engines).Dispose();

        Assert.All(engines, engine => Assert.True(engine.IsDisposed));
    }

    private static float[] Decode(EnsembleT5Engine ensemble)
    {
        using IT5Session session = ensemble.Encode([[1], [2]]);
        session.SelectRows([0]);
        var logits = new float[3];
        session.DecodeNext([0], logits);
        return logits;
    }

    private static void AssertProbabilities(float[] expected, float[] logits)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], MathF.Exp(logits[i]), 1e-5f);
        }
    }

    /// <summary>Gives the same logits whatever it reads.</summary>
    private sealed class FixedEngine(float[] logits, bool fails = false) : IT5Engine
    {
        public T5Config Config { get; } = new() { VocabSize = logits.Length };

        public int OpenSessions { get; private set; }

        public bool IsDisposed { get; private set; }

        public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default)
        {
            if (fails)
            {
                throw new InvalidOperationException("no memory");
            }

            OpenSessions++;
            return new Session(this, inputIds.Count);
        }

        public void Dispose() => IsDisposed = true;

        private sealed class Session(FixedEngine engine, int rows) : IT5Session
        {
            public int Rows { get; private set; } = rows;

            public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
            {
                for (int row = 0; row < Rows; row++)
                {
                    engine.Logits.CopyTo(logits[(row * engine.Logits.Length)..]);
                }
            }

            public void SelectRows(ReadOnlySpan<int> sourceRows) => Rows = sourceRows.Length;

            public float[] CopyEncoderStates() => [];

            public void Dispose() => engine.OpenSessions--;
        }

        private float[] Logits => logits;
    }
}
