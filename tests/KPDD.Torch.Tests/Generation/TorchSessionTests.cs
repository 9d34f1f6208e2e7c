using KPDD.T5;
using KPDD.T5.Tests;

namespace KPDD.Torch.Tests.Generation;

public class TorchSessionTests
{
    // The room for positions doubles at 32 and 64.
    private const int Steps = 70;

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void DecodeNext_SeventyStepsAndRowsChosenOnTheWay_LogitsAreThoseOfTheCpuEngine(string fixture)
    {
        // Products this small only wait for a second thread.
        using TorchT5Engine torch = TorchT5Engine.Load(T5Fixtures.Folder(fixture), new TorchEngineOptions { Threads = 1 });
        using CpuT5Engine cpu = CpuT5Engine.Load(T5Fixtures.Folder(fixture));
        int[][] rows = [[5, 6, 7, 1], [8, 1]];
        using IT5Session actual = torch.Encode(rows);
        using IT5Session expected = cpu.Encode(rows);
        for (int step = 0; step < Steps; step++)
        {
            if (step is 30 or 40)
            {
                int[] chosen = step == 30 ? [1, 0, 1] : [2, 0];
                actual.SelectRows(chosen);
                expected.SelectRows(chosen);
            }

            int[] tokens = [.. Enumerable.Range(0, actual.Rows).Select(row => 2 + (((step * 7) + (row * 3)) % 20))];
            Assert.All(Logits(expected, tokens, cpu).Zip(Logits(actual, tokens, torch)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Encode_MoreTokensThanAreTakenTogether_StatesAreThoseOfTheCpuEngine(string fixture)
    {
        using TorchT5Engine torch = TorchT5Engine.Load(T5Fixtures.Folder(fixture), new TorchEngineOptions { Threads = 1 });
        using CpuT5Engine cpu = CpuT5Engine.Load(T5Fixtures.Folder(fixture));
        // Up to 40 tokens each: 2,400 of 60 rows, so that rows are encoded in three groups, the last one smaller.
        int[][] rows = [.. Enumerable.Range(0, 60).Select(row => Enumerable.Range(0, 40 - (row % 7)).Select(i => 2 + (((i * 5) + row) % 20)).ToArray())];
        using IT5Session actual = torch.Encode(rows);
        using IT5Session expected = cpu.Encode(rows);

        Assert.All(expected.CopyEncoderStates().Zip(actual.CopyEncoderStates()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static float[] Logits(IT5Session session, int[] tokens, IT5Engine engine)
    {
        float[] logits = new float[tokens.Length * engine.Config.VocabSize];
        session.DecodeNext(tokens, logits);
        return logits;
    }
}
