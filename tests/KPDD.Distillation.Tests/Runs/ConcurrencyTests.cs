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
        DistillationRunResult result = await RunAsync(RecordedTeacher.Problems(100).ToAsyncEnumerable(), calls: 100 * Paths, seed: 1, _ => { });

        Assert.Equal((DistillationRunStatus.Completed, 300), (result.Status, result.Progress.Done));
        Assert.Equal(Concurrency, client.MostWaiting);
    }

    [Fact]
    public async Task RunAsync_DataSet_IsReadNoFurtherThanTheCallsThatStarted()
    {
        int read = 0;
        IAsyncEnumerable<MathProblem> problems = RecordedTeacher.Problems(60).ToAsyncEnumerable().Select(problem =>
        {
            Interlocked.Increment(ref read);
            return problem;
        });

        DistillationRunResult result = await RunAsync(problems, calls: 60 * Paths, seed: 2, started =>
        {
            if (started >= Concurrency)
            {
                Assert.Equal((started + Paths - 1) / Paths, Volatile.Read(ref read));
            }
        });

        Assert.Equal(DistillationRunStatus.Completed, result.Status);
    }

    /// <summary>Runs with one call ending at random whenever all wait, and tells how many have started.</summary>
    private async Task<DistillationRunResult> RunAsync(IAsyncEnumerable<MathProblem> problems, int calls, int seed, Action<int> onStarted)
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Concurrency = Concurrency;
        var random = new Random(seed);
        Task<DistillationRunResult> run = new DistillationRun(client, options).RunAsync(problems);
        List<Action> waiting = [];
        for (int call = 1; call <= calls; call++)
        {
            // Only one of the calls ends before the next is expected: were they sent in waves, or after the oldest, it would not come.
            if (waiting.Count == Concurrency)
            {
                int index = random.Next(waiting.Count);
                waiting[index]();
                waiting.RemoveAt(index);
            }

            waiting.Add(await client.NextAsync());
            onStarted(call);
        }

        waiting.ForEach(end => end());
        return await run;
    }
}
