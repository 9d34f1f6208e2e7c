using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Training;

/// <summary>One way to train.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Settings">What it was set to, as the tables print it.</param>
/// <param name="Start">Starts its process for a number of threads.</param>
internal sealed record TrainingRival(string Name, string Settings, Func<int, ProcessStartInfo> Start)
{
    /// <summary>The one that the ratios are taken to, where it is installed.</summary>
    public const string Reference = "PyTorch eager";

    /// <summary>The one that they are taken to elsewhere.</summary>
    public const string Plain = "TorchSharp, plain port";

    // Blocks of activations and gradients come back every step: giving them to the system in between costs a page fault for each 4 KB.
    private const string KeepMemory = "memory kept between steps (MALLOC_ARENA_MAX, MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_)";

    /// <summary>The kernels of OpenBLAS to use: where it does not know the processor it falls back to those of 2004, a fifth as fast. Null leaves the choice to it.</summary>
    private static readonly string? Kernels = Avx512F.IsSupported ? "SKYLAKEX" : Avx2.IsSupported ? "HASWELL" : null;

    /// <summary>Debian's own interpreter is where its python3-torch package goes.</summary>
    private static readonly string[] Interpreters = ["/usr/bin/python3", "python3"];

    /// <summary>All that can be run here; PyTorch only where it is installed.</summary>
    public static IReadOnlyList<TrainingRival> Find() =>
    [
        new("KPDD.Torch float32", $"T5DistillationTrainer, {KeepMemory}", threads => KeepingMemory(CommandLine.Self(LibraryTrainingWorker.Verb, $"{threads}"))),
        new(Plain, $"TorchSharp's AdamW, {KeepMemory}", threads => KeepingMemory(CommandLine.Self(PlainTrainingWorker.Verb, $"{threads}"))),
        .. Interpreters.Select(PyTorch).OfType<TrainingRival>().Take(1),
    ];

    private static TrainingRival? PyTorch(string interpreter)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Training", "pytorch_step.py");
        try
        {
            using Process asked = Process.Start(new ProcessStartInfo(interpreter, [program, "version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string version = asked.StandardOutput.ReadToEnd().Trim();
            asked.WaitForExit();
            return asked.ExitCode == 0
                ? new TrainingRival(Reference, $"{version}, OPENBLAS_CORETYPE={Kernels ?? "unset"}, waiting threads sleep (OMP_WAIT_POLICY=PASSIVE), {KeepMemory}", threads => PyTorchProcess(interpreter, program, threads))
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such interpreter.
            return null;
        }
    }

    private static ProcessStartInfo PyTorchProcess(string interpreter, string program, int threads)
    {
        ProcessStartInfo start = KeepingMemory(new ProcessStartInfo(interpreter, [program, threads.ToString(CultureInfo.InvariantCulture)]));
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        if (Kernels is not null)
        {
            start.Environment["OPENBLAS_CORETYPE"] = Kernels;
        }

        return start;
    }

    private static ProcessStartInfo KeepingMemory(ProcessStartInfo start)
    {
        // An arena of another thread than the first cannot hold a block of more than 64 MB.
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "1073741824";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "8589934592";
        return start;
    }
}
