using BenchmarkDotNet.Attributes;
using KPDD.Models;
using KPDD.T5;
using KPDD.Torch;

namespace KPDD.Benchmarks;

/// <summary>The embedded program student on both engines: the managed CPU engine beside libtorch, which a user would pick instead.</summary>
[MemoryDiagnoser]
public class StudentEngines
{
    private readonly string[] prompts = [.. Enumerable.Range(0, 32).Select(i =>
        new MaskedTextFormat().FormatSolvePrompt(new SolveRequest(new MathProblem($"{i}", $"A shop has {i + 20} pens and sells {i + 3} of them on day {i}. How many pens are left?"))))];

    private T5TextGenerator managed = null!;
    private T5TextGenerator torch = null!;

    /// <summary>Problems solved together.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public async Task LoadAsync()
    {
        string folder = TinyModels.ModelFolder(DistillationStage.Solve);
        managed = await T5TextGenerator.LoadAsync(folder, new CpuEngineOptions { WeightType = CpuWeightType.Float32 });
        torch = await TorchT5.LoadAsync(folder);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        managed.Dispose();
        torch.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<IReadOnlyList<GeneratedText>> TorchSharp() => torch.GenerateAsync(prompts[..Batch], Greedy());

    [Benchmark]
    public Task<IReadOnlyList<GeneratedText>> Managed() => managed.GenerateAsync(prompts[..Batch], Greedy());

    private static GenerationOptions Greedy() => new() { NumBeams = 1 };
}
