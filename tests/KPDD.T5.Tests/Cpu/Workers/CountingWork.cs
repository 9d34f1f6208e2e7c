using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.Workers;

/// <summary>Each chunk commits its number plus one; <paramref name="compute"/> runs first, on the thread that computes.</summary>
internal sealed class CountingWork(int chunks, Action<int>? compute = null) : ParallelWork(chunks, resultLength: 1)
{
    private readonly int[] commits = new int[chunks];

    public float[] Results { get; } = new float[chunks];

    public IReadOnlyList<int> Commits => commits;

    public override void Compute(int chunk, Span<float> result)
    {
        compute?.Invoke(chunk);
        result[0] = chunk + 1;
    }

    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        Interlocked.Increment(ref commits[chunk]);
        Results[chunk] = result[0];
    }
}
