using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.Workers;

public class WorkerSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManyTimes_EveryChunkIsCommittedOnce(int threads)
    {
        using var workers = new WorkerSet(threads);
        for (int run = 0; run < 500; run++)
        {
            var work = new CountingWork(1 + (run % 40));

            workers.Run(work);

            AssertWhole(work);
        }
    }

    [Fact]
    public void Run_WorkerThatDoesNotComeBack_CallerComputesItsChunk()
    {
        using var workers = new WorkerSet(2);
        using var taken = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        int caller = Environment.CurrentManagedThreadId;
        var work = new CountingWork(8, _ =>
        {
            if (Environment.CurrentManagedThreadId != caller)
            {
                taken.Set();
                release.Wait(TestContext.Current.CancellationToken);
            }
            else
            {
                // Not before the worker holds a chunk that it will not finish.
                taken.Wait(TestContext.Current.CancellationToken);
            }
        });

        workers.Run(work);

        AssertWhole(work);
        release.Set();
    }

    [Fact]
    public void Run_ComputationThrows_CallerMeetsTheException()
    {
        using var workers = new WorkerSet(2);

        Assert.Throws<InvalidOperationException>(() => workers.Run(new CountingWork(64, chunk =>
        {
            if (chunk == 40)
            {
                throw new InvalidOperationException();
            }
        })));
        var next = new CountingWork(8);
        workers.Run(next);
        AssertWhole(next);
    }

    [Fact]
    public async Task Run_SeveralCallersAtOnce_EachGetsItsWork()
    {
        using var workers = new WorkerSet(3);

        CountingWork[] works = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            var work = new CountingWork(100);
            workers.Run(work);
            return work;
        })));

        Assert.All(works, AssertWhole);
    }

    [Fact]
    public void Run_AfterDispose_CallerWorksAlone()
    {
        var workers = new WorkerSet(3);
        workers.Run(new CountingWork(10));
        workers.Dispose();
        int caller = Environment.CurrentManagedThreadId;
        var work = new CountingWork(10, _ => Assert.Equal(caller, Environment.CurrentManagedThreadId));

        workers.Run(work);

        AssertWhole(work);
    }

    private static void AssertWhole(CountingWork work)
    {
        Assert.All(work.Commits, count => Assert.Equal(1, count));
        Assert.All(work.Results, (result, chunk) => Assert.Equal(chunk + 1, result));
    }
}
