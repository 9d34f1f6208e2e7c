namespace KPDD.T5.Tests.Generation;

/// <summary>Compares an engine's generation with what the reference library recorded. Shared by the tests of both engines.</summary>
internal static class ReferenceGeneration
{
    /// <summary>Fixture and number of every recorded case.</summary>
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string fixture in T5Fixtures.Names.Select(row => row.Data))
            {
                for (int number = 0; number < T5Expected.Load(fixture).Generate.Length; number++)
                {
                    cases.Add(fixture, number);
                }
            }

            return cases;
        }
    }

    /// <summary>Sequences must be equal, scores (where recorded) within 1e-4.</summary>
    public static void Verify(IT5Engine engine, string fixture, int number)
    {
        T5Expected expected = T5Expected.Load(fixture);
        T5Expected.GenerateCase wanted = expected.Generate[number];
        GenerationOptions options = ReferenceOptions.From(wanted.Arguments);
        Assert.SkipWhen(options.Sample && options.TopK != 1, "The reference drew these tokens from random numbers of its own.");

        T5Hypothesis[] hypotheses = [.. T5Generator
            .Generate(engine, expected.Rows, options, engine.Config.VocabSize)
            .SelectMany(row => row)];

        Assert.Equal(wanted.Sequences.Length, hypotheses.Length);
        for (int i = 0; i < hypotheses.Length; i++)
        {
            Assert.Equal(wanted.Sequences[i], ToSequence(hypotheses[i], engine.Config, wanted.Sequences[i].Length));
            if (wanted.Scores.Length > 0)
            {
                Assert.Equal(wanted.Scores[i], hypotheses[i].Score, 1e-4);
            }
        }
    }

    private static int[] ToSequence(T5Hypothesis hypothesis, T5Config config, int length)
    {
        List<int> sequence = [config.DecoderStartTokenId, .. hypothesis.Ids];
        if (!hypothesis.Truncated)
        {
            sequence.Add(config.EosTokenId);
        }

        return [.. sequence, .. Enumerable.Repeat(config.PadTokenId, Math.Max(0, length - sequence.Count))];
    }
}
