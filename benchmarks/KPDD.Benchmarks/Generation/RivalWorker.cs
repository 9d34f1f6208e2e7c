using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json;
using KPDD.Benchmarks.Comparison;
using KPDD.T5;

namespace KPDD.Benchmarks.Generation;

/// <summary>The process of one rival: reads requests line by line and answers each with a measurement.</summary>
internal static class RivalWorker
{
    public const string Verb = "rival";

    public static void Run(string name, string folder, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        using IT5Engine engine = Rival.All.Single(rival => rival.Name == name).Open(folder, threads);
        double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            TrialRequest request = JsonSerializer.Deserialize<TrialRequest>(line)!;
            Console.WriteLine(JsonSerializer.Serialize(Measure(engine, request) with { LoadMilliseconds = load }));
        }
    }

    private static Trial Measure(IT5Engine engine, TrialRequest request)
    {
        // Id 0 is padding; no id below 2 stands in a text.
        int[][] rows = [.. Enumerable.Range(0, request.Batch).Select(row =>
            Enumerable.Range(0, request.InputTokens).Select(i => 2 + (((i * 37) + (row * 101)) % (engine.Config.VocabSize - 2))).ToArray())];
        int vocabulary = engine.Config.VocabSize;
        float[] logits = new float[request.Batch * vocabulary];
        int[] tokens = new int[request.Batch], firstRow = new int[request.OutputTokens];

        // The last of them is decoded: one more for this would be time that nobody measures.
        double[] encodings = new double[request.Encodings];
        IT5Session? last = null;
        for (int i = 0; i < encodings.Length; i++)
        {
            last?.Dispose();
            long begin = Stopwatch.GetTimestamp();
            last = engine.Encode(rows);
            encodings[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        using IT5Session session = last!;
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < request.OutputTokens; step++)
        {
            session.DecodeNext(tokens, logits);
            for (int row = 0; row < tokens.Length; row++)
            {
                tokens[row] = TensorPrimitives.IndexOfMax<float>(logits.AsSpan(row * vocabulary, vocabulary));
            }

            firstRow[step] = tokens[0];
        }

        double decoder = Stopwatch.GetElapsedTime(start).TotalMilliseconds / request.OutputTokens;
        return new Trial(Statistics.Median(encodings), decoder, LoadMilliseconds: 0, Statistics.PeakMegabytes(), firstRow) { Instructions = (engine as CpuT5Engine)?.Instructions };
    }
}
