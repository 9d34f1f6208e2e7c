namespace KPDD.Distillation.Tests.Runs;

/// <summary>How many calls wait for the teacher at the same time, and how far ahead of them the data set is read.</summary>
public class ConcurrencyTests
{
    private const int Concurrency = 32;
    private const int Paths = 3;
    private readonly GatedChatClient client = new();

    [Fact]
    public async Task RunAsync_OneCallEnds_TheNextStartsWhileAllOthersWait()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        Task<DistillationRunResult> run = RunAsync(folder, RecordedTeacher.Problems(100).ToAsyncEnumerable());
        List<Action> waiting = [];
        for (int call = 0; call < 100 * Paths; call++)
        {
            // Only one of the calls ends before the next is expected: were they sent in waves, or after the oldest, it would not come.
            if (waiting.Count == Concurrency)
            {
                EndOne(waiting, random);
            }

            waiting.Add(await client.NextAsync());
        }

        waiting.ForEach(end => end());

        Assert.Equal((DistillationRunStatus.Completed, 300), ((await run).Status, (await run).Progress.Done));
        Assert.Equal(Concurrency, client.MostWaiting);
    }

    [Fact]
    public async Task RunAsync_DataSet_IsReadNoFurtherThanTheCallsThatStarted()
    {
        using var folder = new TemporaryFolder();
        int read = 0;
        IAsyncEnumerable<MathProblem> problems = RecordedTeacher.Problems(60).ToAsyncEnumerable().Select(problem =>
        {
            Interlocked.Increment(ref read);
            return problem;
        });
        var random = new Random(2);
        Task<DistillationRunResult> run = RunAsync(folder, problems);
        List<Action> waiting = [];
        for (int call = 1; call <= 60 * Paths; call++)
        {
            if (waiting.Count == Concurrency)
            {
                EndOne(waiting, random);
            }

            waiting.Add(await client.NextAsync());
            if (call >= Concurrency)
            {
                Assert.Equal((call + Paths - 1) / Paths, Volatile.Read(ref read));
            }
        }

        waiting.ForEach(end => end());
        Assert.Equal(DistillationRunStatus.Completed, (await run).Status);
    }

    private Task<DistillationRunResult> RunAsync(TemporaryFolder folder, IAsyncEnumerable<MathProblem> problems)
    {
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Concurrency = Concurrency;
        return new DistillationRun(client, options).RunAsync(problems);
    }

    private static void EndOne(List<Action> waiting, Random random)
    {
        int index = random.Next(waiting.Count);
        waiting[index]();
        waiting.RemoveAt(index);
    }
}
