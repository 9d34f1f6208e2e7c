using System.Text.Json;

namespace KPDD.T5.Tests.Generation;

public class ReferenceGenerationTests
{
    private static readonly string[] Offered = ["max_new_tokens", "num_beams", "num_return_sequences", "length_penalty", "early_stopping"];

    /// <summary>Fixture and number of each recorded case whose every argument <see cref="GenerationOptions"/> offers.</summary>
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string fixture in T5Fixtures.Names.Select(row => row.Data))
            {
                T5Expected.GenerateCase[] all = T5Expected.Load(fixture).Generate;
                foreach (int number in Enumerable.Range(0, all.Length).Where(i => all[i].Arguments.Keys.All(Offered.Contains)))
                {
                    cases.Add(fixture, number);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_ReferenceCase_SequencesAndScoresEqual(string fixture, int number)
    {
        T5Expected expected = T5Expected.Load(fixture);
        T5Expected.GenerateCase wanted = expected.Generate[number];
        using CpuT5Engine engine = CpuT5Engine.Load(T5Fixtures.Folder(fixture));

        T5Hypothesis[] hypotheses = [.. T5Generator
            .Generate(engine, expected.Rows, Options(wanted.Arguments), engine.Config.VocabSize)
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

    private static GenerationOptions Options(Dictionary<string, JsonElement> arguments)
    {
        var options = new GenerationOptions();
        foreach ((string name, JsonElement value) in arguments)
        {
            switch (name)
            {
                case "max_new_tokens": options.MaxNewTokens = value.GetInt32(); break;
                case "num_beams": options.NumBeams = value.GetInt32(); break;
                case "num_return_sequences": options.NumReturnSequences = value.GetInt32(); break;
                case "length_penalty": options.LengthPenalty = value.GetDouble(); break;
                case "early_stopping": options.EarlyStopping = value.GetBoolean(); break;
            }
        }

        return options;
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
