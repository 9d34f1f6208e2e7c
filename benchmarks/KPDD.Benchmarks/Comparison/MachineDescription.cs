using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace KPDD.Benchmarks.Comparison;

/// <summary>What the figures were measured on.</summary>
/// <param name="Processor">The processor's name: virtual ones of several generations share one.</param>
/// <param name="Instructions">The most of its instructions for products that a rival may use.</param>
/// <param name="Processors">Processors that the process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OnnxRuntime">Version of ONNX Runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
internal sealed record MachineDescription(string Processor, string Instructions, int Processors, string System, string Runtime, string OnnxRuntime, string TorchSharp)
{
    public static MachineDescription Read() => new(
        ProcessorName(),
        WidestInstructions(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        OrtEnv.Instance().GetVersionString(),
        Version(typeof(torch)));

    /// <summary>The results folder beside the benchmark's sources, or the current folder when they are not there.</summary>
    public static string ResultsFolder() => Repository() is { } root ? Path.Combine(root, "benchmarks", "results") : Environment.CurrentDirectory;

    /// <summary>The source tree that this program was built from, or null when it was taken elsewhere.</summary>
    public static string? Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KPDD.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>The processor's name and instructions as a file name.</summary>
    public string FileName()
    {
        string name = $"{Processor.Replace("(R)", string.Empty, StringComparison.OrdinalIgnoreCase)} {Instructions}".ToLowerInvariant();
        return string.Join('-', string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public override string ToString() => $"{Processor} ({Instructions}), {Processors} processors, {System}; {Runtime}, ONNX Runtime {OnnxRuntime}, TorchSharp {TorchSharp}";

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }

    private static string WidestInstructions()
    {
        if (!Avx2.IsSupported)
        {
            return AdvSimd.IsSupported ? "AdvSimd" : "no AVX2";
        }

        // Leaf 7: AMX's products of 8 bits in the fourth register, AVX-512 VNNI in the third.
        (_, _, int third, int fourth) = X86Base.CpuId(7, 0);
        if (!Avx512F.IsSupported)
        {
            return AvxVnni.IsSupported ? "AVX-VNNI" : "AVX2";
        }

        return (fourth & (1 << 25)) != 0 ? "AMX" : (third & (1 << 11)) != 0 ? "AVX512-VNNI" : "AVX512";
    }

    /// <summary>The package's version, without the commit behind the plus sign.</summary>
    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? $"{type.Assembly.GetName().Version}";
}
