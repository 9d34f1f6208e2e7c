using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using KPDD.Distillation;
using Microsoft.Extensions.AI;
using OpenAI;

namespace KPDD.Benchmarks.Teacher;

/// <summary>How near a run comes to the rate that latency and concurrency allow: a bare client in a parallel loop beside the run with all it does for safety, in turns.</summary>
/// <remarks><c>teacher [--calls N] [--rounds N]</c>; prints the best and the lowest of each row's rounds: other work on the machine can only slow one down.</remarks>
internal static class TeacherBenchmark
{
    public const string Verb = "teacher";

    private const int Concurrency = 32;
    private const int LatencyMilliseconds = 50;
    private const double IdealRate = Concurrency * 1000.0 / LatencyMilliseconds;

    private static readonly (string Name, Func<IChatClient, int, Task> Run)[] Rows =
    [
        ("teacher alone, nothing kept or repeated", AskAloneAsync),
        ("run, one call a path", (client, calls) => RunAsync(client, calls, TeacherForm.OneCallTagged, judge: null)),
        ("run, one call a path, judged", (client, calls) => RunAsync(client, calls, TeacherForm.OneCallTagged, new PathJudge())),
        ("run, three calls a path", (client, calls) => RunAsync(client, calls / 3, TeacherForm.ThreeCalls, judge: null)),
    ];

    public static async Task RunAsync(string[] arguments)
    {
        int calls = CommandLine.Number(arguments, "--calls", 3000), rounds = CommandLine.Number(arguments, "--rounds", 3);
        using LatentServer server = LatentServer.Start(LatencyMilliseconds);
        using IChatClient client = Client(server.Address);
        var rates = Rows.ToDictionary(row => row.Name, _ => new List<double>());
        for (int round = -1; round < rounds; round++)
        {
            foreach ((string name, Func<IChatClient, int, Task> run) in Rows)
            {
                int asked = round < 0 ? 10 * Concurrency : calls;
                long start = Stopwatch.GetTimestamp();
                await run(client, asked);
                if (round >= 0)
                {
                    rates[name].Add(asked / Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }
        }

        Console.WriteLine($"{Concurrency} at the same time, {LatencyMilliseconds} ms each: at best {IdealRate:0} calls/s. {calls} calls a round, {rounds} rounds.\n");
        Console.WriteLine($"| | calls/s, best of {rounds} rounds | lowest | best, of the ideal rate |\n|---|---:|---:|---:|");
        foreach ((string name, List<double> all) in rates)
        {
            Console.WriteLine($"| {name} | {all.Max():0} | {all.Min():0} | {all.Max() / IdealRate:P1} |");
        }
    }

    private static Task AskAloneAsync(IChatClient client, int paths)
    {
        var teacher = new KeyPointTeacher(client, Options(TeacherForm.OneCallTagged));
        return Parallel.ForEachAsync(
            Enumerable.Range(0, paths),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (number, cancellationToken) => await teacher.WriteAsync(Problem(number), cancellationToken: cancellationToken));
    }

    private static async Task RunAsync(IChatClient client, int paths, TeacherForm form, PathJudge? judge)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kpdd-teacher-");
        try
        {
            KeyPointTeacherOptions teacher = Options(form);
            var options = new DistillationRunOptions { OutputFolder = folder.FullName, Teacher = teacher, Concurrency = Concurrency, Judge = judge };
            DistillationRunResult result = await new DistillationRun(client, options).RunAsync(AsyncEnumerable.Range(0, paths / teacher.Paths).Select(Problem));
            if (result.Status != DistillationRunStatus.Completed)
            {
                throw new InvalidOperationException($"{result}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static KeyPointTeacherOptions Options(TeacherForm form) => new() { Kind = RationaleKind.ChainOfThought, Form = form };

    private static MathProblem Problem(int number) =>
        new($"{number}", $"Ann has 3 apples and buys 4 more. How many apples does she have on day {number}?") { ExpectedAnswer = "7" };

    private static IChatClient Client(Uri address) => new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions
    {
        Endpoint = address,
        Transport = new HttpClientPipelineTransport(new HttpClient(new TeacherHttpHandler())),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    }).GetChatClient("m").AsIChatClient();
}
