using System.Diagnostics;
using System.Text.Json;

namespace KPDD.Distillation.Tests.Server;

/// <summary>The command line's process is killed again and again in the middle of its work.</summary>
[Trait("Weight", "slow")]
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 20;
    private const int Concurrency = 4;
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedTeacher.Problems(80);
    private readonly TeacherServer server = new(RecordedTeacher.Answer);
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("openai", 1)]
    [InlineData("ollama", 2)]
    public async Task Generate_KilledTwentyTimes_LosesNothingAndDoublesNothing(string protocol, int seed)
    {
        folder.Write("data.jsonl", string.Concat(Problems.Select(problem => $$"""{"question": "{{problem.Question}}", "answer": "#### {{problem.ExpectedAnswer}}"}""" + "\n")));
        var random = new Random(seed);
        for (int kill = 0; kill < Kills; kill++)
        {
            await KillAfterAsync(random.Next(1, 12), protocol);
        }

        using Process last = Start(protocol);
        string output = await last.StandardOutput.ReadToEndAsync();
        await last.WaitForExitAsync();

        Assert.True(last.ExitCode == 0, output + await last.StandardError.ReadToEndAsync());
        List<TeacherPath> paths = await RunReader.ReadPathsAsync(folder.File("run")).ToListAsync();
        Assert.Equal(
            Problems.SelectMany((problem, number) => Enumerable.Range(0, 3).Select(path => ($"gsm8k-data-{number}", path, RecordedTeacher.Answer(problem.Question, path)))),
            paths.Select(path => (path.Problem.Id, path.PathNumber, Assert.Single(path.Replies).Text)));
        Assert.InRange(server.Attempts.Values.Sum(), 240, 240 + (Kills * Concurrency));
    }

    [Fact]
    public async Task Generate_KilledAfterAnAnswerThatCameToNothing_CountsItWhenResumed()
    {
        folder.Write("data.jsonl", """{"question": "Ann has 3 apples and buys 1 more. How many apples does she have?", "answer": "#### 4"}""");
        var askedAgain = new TaskCompletionSource();
        server.Fault = (_, attempt) => attempt == 0 ? ServerFault.EmptyText : ServerFault.Slow;
        server.OnSlow = () => askedAgain.TrySetResult();
        using (Process first = Start("openai", concurrency: 1))
        {
            await askedAgain.Task.WaitAsync(Guard.Time); // It asks again once it has read the empty answer.
            first.Kill();
            await first.WaitForExitAsync();
        }

        server.Fault = (_, _) => ServerFault.None;
        using Process last = Start("openai", concurrency: 1);
        string output = await last.StandardOutput.ReadToEndAsync();
        await last.WaitForExitAsync();

        JsonElement summary = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal((3, 4000, 400), (summary.GetProperty("done").GetInt32(), summary.GetProperty("inputTokens").GetInt64(), summary.GetProperty("outputTokens").GetInt64()));
    }

    [Fact]
    public async Task Generate_SecondProcessOnOneFolder_IsRefusedWithAMessage()
    {
        folder.Write("data.jsonl", """{"question": "Ann has 3 apples and buys 1 more. How many apples does she have?", "answer": "#### 4"}""");
        var asked = new TaskCompletionSource();
        server.Fault = (_, _) => ServerFault.Slow;
        server.OnSlow = () => asked.TrySetResult();
        using Process first = Start("openai");
        try
        {
            await asked.Task.WaitAsync(Guard.Time);
            using Process second = Start("openai");
            string error = await second.StandardError.ReadToEndAsync();
            await second.WaitForExitAsync();

            Assert.Equal(1, second.ExitCode);
            Assert.Contains("another process is writing this run", error, StringComparison.Ordinal);
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }
    }

    /// <summary>Starts a process and kills it when the server has seen so many of its requests; none of the later ones is answered, so that the process cannot get to its end meanwhile.</summary>
    private async Task KillAfterAsync(int requests, string protocol)
    {
        int seen = 0;
        Process? process = null;
        using var started = new ManualResetEventSlim();
        server.OnRequest = _ =>
        {
            if (Interlocked.Increment(ref seen) == requests)
            {
                started.Wait();
                process!.Kill();
            }
        };
        server.Fault = (_, _) => Volatile.Read(ref seen) < requests ? ServerFault.None : ServerFault.Slow;
        process = Start(protocol);
        started.Set();
        using (process)
        {
            await process.WaitForExitAsync();
            Assert.True(seen >= requests, "the process ended by itself: " + await process.StandardError.ReadToEndAsync());
        }

        server.OnRequest = _ => { };
        server.Fault = (_, _) => ServerFault.None;
    }

    private Process Start(string protocol, int concurrency = Concurrency)
    {
        string address = (protocol == "ollama" ? server.Address : server.ChatCompletions).ToString();
        return CommandLineTool.Start(
            "generate", "--endpoint", address, "--protocol", protocol, "--model", "m", "--data", folder.File("data.jsonl"), "--format", "gsm8k", "--kind", "cot",
            "--form", "one-call", "--paths", "3", "--out", folder.File("run"), "--concurrency", $"{concurrency}", "--resume", "--json");
    }
}
