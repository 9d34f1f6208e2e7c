using System.Diagnostics;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation.Onnx;
using KPDD.Benchmarks.Plain;
using KPDD.T5;
using KPDD.Torch;

namespace KPDD.Benchmarks.Generation;

/// <summary>One way to run the model.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Settings">What it was set to, as the tables print it.</param>
/// <param name="Open">Loads it from the model folder, for a number of threads.</param>
internal sealed record Rival(string Name, string Settings, Func<string, int, IT5Engine> Open)
{
    /// <summary>The one that the ratios are taken to.</summary>
    public const string Baseline = "ONNX Runtime int8";

    /// <summary>.NET's background compiler would otherwise work for one rival while the next has its turn.</summary>
    private const string FullCompilation = "DOTNET_TieredCompilation";

    public static IReadOnlyList<Rival> All { get; } = [.. new Rival[]
    {
        new("KPDD.T5 float32", "weights mapped", (folder, threads) => CpuT5Engine.Load(folder, new CpuEngineOptions { Threads = threads })),
        new("KPDD.T5 int8", "quantized at load, mixed activations (8 bits, 16 where rounding costs most)", (folder, threads) =>
            CpuT5Engine.Load(folder, new CpuEngineOptions { Threads = threads, WeightType = CpuWeightType.Int8 })),
        new("KPDD.T5 int8 activations", "int8 weights quantized at load, int8 activations with scales by row, 16 bits ahead of wo", (folder, threads) =>
            CpuT5Engine.Load(
                folder, new CpuEngineOptions { Threads = threads, WeightType = CpuWeightType.Int8, ActivationType = CpuActivationType.Int8 })),
        new("ONNX Runtime float32", "all optimizations, sequential, both graphs on the same threads", (folder, threads) => new OnnxT5Engine(folder, int8: false, threads)),
        new(Baseline, "the same, dynamic quantization, 7-bit weights with scales by column, products fused", (folder, threads) => new OnnxT5Engine(folder, int8: true, threads)),
        new("KPDD.Torch float32", "libtorch", (folder, threads) => TorchT5Engine.Load(folder, new TorchEngineOptions { Threads = threads })),
        new("TorchSharp, plain port", "the reference's module carried over line by line, libtorch", (folder, threads) => new PlainT5Engine(folder, threads)),
    }.Select(rival => rival with { Settings = $"{rival.Settings}; {FullCompilation}=0" })];

    /// <summary>Starts its process, which loads the model before it answers.</summary>
    public WorkerProcess Start(string folder, int threads)
    {
        ProcessStartInfo start = CommandLine.Self(RivalWorker.Verb, Name, folder, $"{threads}");
        start.Environment[FullCompilation] = "0";
        return new WorkerProcess(Name, start);
    }
}
