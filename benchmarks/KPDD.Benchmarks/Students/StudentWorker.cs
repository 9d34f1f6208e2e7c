using System.Diagnostics;
using System.Text.Json;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Students;

/// <summary>What the process of one student rival is asked: problems of a data set file, solved together.</summary>
internal sealed record StudentRequest(string File, int Problems);

/// <summary>The process of one student rival: reads requests line by line and answers each with a measurement.</summary>
internal static class StudentWorker
{
    public const string Verb = "student";

    public static async Task RunAsync(string name, int threads)
    {
        await using KpddPipeline pipeline = await StudentRival.All.Single(rival => rival.Name == name).LoadAsync(threads);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            StudentRequest request = JsonSerializer.Deserialize<StudentRequest>(line)!;
            MathProblem[] problems = [.. Datasets.Read(request.File, DatasetFormat.MawpsCsv).Take(request.Problems)];
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<SolveResult> results = await pipeline.SolveAsync(problems);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            int right = results.Count(result => AnswerComparer.Matches(result.Answer, result.Problem.ExpectedAnswer));
            Console.WriteLine(JsonSerializer.Serialize(new TimedTrial(seconds, Statistics.PeakMegabytes(), right)));
        }
    }
}
