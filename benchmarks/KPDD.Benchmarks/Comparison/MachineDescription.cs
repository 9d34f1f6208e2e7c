using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace KPDD.Benchmarks.Comparison;

/// <summary>What the figures were measured on.</summary>
internal sealed record MachineDescription(string Processor, int Processors, string System, string Runtime, string OnnxRuntime, string TorchSharp)
{
    public static MachineDescription Read() => new(
        ProcessorName(),
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

    /// <summary>The processor's name as a file name.</summary>
    public string FileName()
    {
        string name = Processor.Replace("(R)", string.Empty, StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
        return string.Join('-', string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public override string ToString() => $"{Processor}, {Processors} processors, {System}; {Runtime}, ONNX Runtime {OnnxRuntime}, TorchSharp {TorchSharp}";

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }

    /// <summary>The package's version, without the commit behind the plus sign.</summary>
    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? $"{type.Assembly.GetName().Version}";
}
