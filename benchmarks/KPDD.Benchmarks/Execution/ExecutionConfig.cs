using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KPDD.Benchmarks.Execution;

/// <summary>In this process, because the columns read what the benchmarks recorded; whole batches, because a single program is no steady state.</summary>
internal sealed class ExecutionConfig : ManualConfig
{
    public ExecutionConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(2)
            .WithIterationCount(10)
            .WithInvocationCount(1)
            .WithUnrollFactor(1));
        AddColumn(
            new NumberColumn("p50 [ms]", "Half of the programs took no longer.", (row, _) => Latencies.Percentile(row, 50)),
            new NumberColumn("p99 [ms]", "99 of 100 programs took no longer.", (row, _) => Latencies.Percentile(row, 99)),
            new NumberColumn("Programs/s", "Programs a second.", (_, report) => 1e9 / report.ResultStatistics!.Mean),
            new NumberColumn("CPU [ms]", "Processors' time a program, of this process, workers and programs together.", (row, _) => ProcessorTimes.Average(row)),
            new NumberColumn("Python [MB]", "Memory of the interpreters, shared pages counted once.", (row, _) => PythonMemory.Megabytes(row)));
    }
}
