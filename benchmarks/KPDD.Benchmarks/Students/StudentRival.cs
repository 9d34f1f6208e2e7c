using KPDD.Benchmarks.Comparison;
using KPDD.Models;
using KPDD.PythonNet;
using KPDD.T5;
using KPDD.Torch;

namespace KPDD.Benchmarks.Students;

/// <summary>One way to run the embedded students.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Settings">What it was set to, as the tables print it.</param>
/// <param name="LoadAsync">Loads the pipeline, for a number of threads.</param>
internal sealed record StudentRival(string Name, string Settings, Func<int, Task<KpddPipeline>> LoadAsync)
{
    /// <summary>The one that the ratios are taken to.</summary>
    public const string Baseline = "KPDD.Torch float32";

    public static IReadOnlyList<StudentRival> All { get; } =
    [
        new("KPDD.T5 float32", "the program student's int8 weights widened at load", threads => LoadManagedAsync(new CpuEngineOptions { Threads = threads, WeightType = CpuWeightType.Float32 })),
        new("KPDD.T5 int8", "program student as stored, key student quantized at load; mixed activations (8 bits, 16 where rounding costs most)", threads => LoadManagedAsync(new CpuEngineOptions { Threads = threads, WeightType = CpuWeightType.Int8 })),
        new("KPDD.T5 int8 activations", "the same, int8 activations with scales by row, 16 bits ahead of wo", threads => LoadManagedAsync(
            new CpuEngineOptions { Threads = threads, WeightType = CpuWeightType.Int8, ActivationType = CpuActivationType.Int8 })),
        new(Baseline, "libtorch", LoadTorchAsync),
    ];

    /// <summary>Starts its process, which loads the students before it answers.</summary>
    public WorkerProcess Start(int threads) => new(Name, CommandLine.Self(StudentWorker.Verb, Name, $"{threads}"));

    private static Task<KpddPipeline> LoadManagedAsync(CpuEngineOptions engine) =>
        TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought, new TinyPipelineOptions { Engine = engine });

    private static async Task<KpddPipeline> LoadTorchAsync(int threads)
    {
        var parts = new OwnedParts();
        var extractor = new KeyPointExtractor(await LoadAsync(DistillationStage.KeyPoints));
        var solver = new ProgramOfThoughtSolver(await LoadAsync(DistillationStage.Solve), parts.Add(new PythonProgramExecutor()));
        return new KpddPipeline(extractor, solver, parts);

        async Task<T5TextGenerator> LoadAsync(DistillationStage stage) =>
            parts.Add(await TorchT5.LoadAsync(TinyModels.ModelFolder(stage), new TorchEngineOptions { Threads = threads }));
    }
}
