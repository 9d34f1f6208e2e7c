using BenchmarkDotNet.Attributes;
using KPDD.Models;

namespace KPDD.Benchmarks;

/// <summary>One problem from question to answer with the embedded students: key points, program (five beams), isolated Python.</summary>
[MemoryDiagnoser]
public class Pipeline
{
    private const string Question = "Lea bought 3 packs of 12 pencils. She gave 10 pencils to her brother. How many pencils does she have left?";
    private KpddPipeline programs = null!;
    private KpddPipeline chains = null!;

    [GlobalSetup]
    public async Task LoadAsync()
    {
        programs = await TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought);
        chains = await TinyModels.LoadPipelineAsync(RationaleKind.ChainOfThought);
    }

    [GlobalCleanup]
    public async Task DisposeAsync()
    {
        await programs.DisposeAsync();
        await chains.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<SolveResult> ProgramOfThought() => programs.SolveAsync(Question);

    [Benchmark]
    public Task<SolveResult> ChainOfThought() => chains.SolveAsync(Question);
}
