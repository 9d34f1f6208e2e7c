namespace KPDD.Torch.Tests;

/// <summary>A collection by another thread must not free what a native call still reads.</summary>
public class CollectionTests
{
    [Fact]
    public void Encode_WhileAnotherThreadCollects_GivesTheSameStates()
    {
        string folder = (string)ReferenceCase.Folders().First().Data;
        using TorchT5Engine engine = TorchT5Engine.Load(folder);
        int[][] rows = new ReferenceCase(folder).Rows();
        float[] expected = States(engine, rows);
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (int i = 0; i < 150; i++)
            {
                Assert.Equal(expected, States(engine, rows));
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    private static float[] States(TorchT5Engine engine, int[][] rows)
    {
        using var session = engine.Encode(rows);
        var logits = new float[rows.Length * engine.Config.VocabSize];
        session.DecodeNext(new int[rows.Length], logits);
        return [.. session.CopyEncoderStates(), .. logits];
    }
}
