using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests.Runs;

/// <summary>Alone in the process, because the heap belongs to all tests that run.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class HeapCollection;

/// <summary>A long data set passes through in memory that hardly grows: what is kept of each problem is its fingerprint.</summary>
[Collection(typeof(HeapCollection))]
[Trait("Weight", "slow")]
public class StreamingTests
{
    private const int Problems = 100_000;
    private const int BytesAProblem = 80;
    private static readonly ChatResponse Answer = ScriptedChatClient.Text("Core question: C?\nInformation:\n1. I.\nSolution:\nThe answer is 7.");

    [Fact]
    public async Task RunAsync_HundredThousandProblems_HoldsAFingerprintOfEachAlsoWhenResumed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("data.jsonl"), Enumerable.Range(0, Problems).Select(number =>
            $$"""{"question": "How many apples does Ann have on day {{number}}?", "answer": "#### 7"}"""));
        var heap = new HeapSamples();

        DistillationRunResult first = await new DistillationRun(new ConstantClient(), Options(folder, resume: false)).RunAsync(Source(folder, heap));
        long before = LiveBytes();
        CompletedPaths completed = CompletedPaths.Read(folder.File("journal.jsonl"));
        long held = LiveBytes() - before;
        ScriptedChatClient unasked = ScriptedChatClient.Saying();
        DistillationRunResult again = await new DistillationRun(unasked, Options(folder, resume: true)).RunAsync(Source(folder, new HeapSamples()));

        TestContext.Current.TestOutputHelper?.WriteLine($"bytes a problem: {heap.Growth / (Problems * 4 / 5)} running, {held / Problems} resumed");
        Assert.Equal((DistillationRunStatus.Completed, Problems), (first.Status, first.Progress.Done));
        Assert.InRange(heap.Growth, long.MinValue, Problems * BytesAProblem);
        Assert.Equal(Problems, completed.Count);
        Assert.InRange(held, long.MinValue, Problems * BytesAProblem);
        Assert.Equal((DistillationRunStatus.Completed, Problems), (again.Status, again.Progress.Done));
        Assert.Empty(unasked.Calls);
    }

    // What earlier tests left to finalizers goes first, or it would go in the middle of a measurement.
    private static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static DistillationRunOptions Options(TemporaryFolder folder, bool resume)
    {
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Teacher.Paths = 1;
        options.Teacher.Prompts = new PromptSet(PromptSet.Default.Instructions, []);
        options.Concurrency = 32;
        options.Resume = resume;
        return options;
    }

    /// <summary>The data file from its beginning on, as the command line reads it.</summary>
    private static IAsyncEnumerable<MathProblem> Source(TemporaryFolder folder, HeapSamples heap) => Datasets.ReadAsync(folder.File("data.jsonl"), DatasetFormat.Gsm8k).Select((problem, number) =>
    {
        heap.LookAt(number);
        return problem;
    });

    /// <summary>The live heap when a fifth of the problems has been read, and at the last one.</summary>
    private sealed class HeapSamples
    {
        private long atOneFifth;

        public long Growth { get; private set; }

        public void LookAt(int number)
        {
            if (number == Problems / 5)
            {
                atOneFifth = LiveBytes();
            }
            else if (number == Problems - 1)
            {
                Growth = LiveBytes() - atOneFifth;
            }
        }
    }

    private sealed class ConstantClient : DelegatingChatClient
    {
        public ConstantClient()
            : base(ScriptedChatClient.Saying())
        {
        }

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(Answer);
    }
}
