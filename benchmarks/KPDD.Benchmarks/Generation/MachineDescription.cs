using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace KPDD.Benchmarks.Generation;

/// <summary>What the figures were measured on.</summary>
internal sealed record MachineDescription(string Processor, int Processors, string System, string Runtime, string OnnxRuntime)
{
    public static MachineDescription Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        OrtEnv.Instance().GetVersionString());

    /// <summary>The results folder beside the benchmark's sources, or the current folder when they are not there.</summary>
    public static string ResultsFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KPDD.sln")))
            {
                return Path.Combine(folder.FullName, "benchmarks", "results");
            }
        }

        return Environment.CurrentDirectory;
    }

    /// <summary>The processor's name as a file name.</summary>
    public string FileName() => string.Concat(Processor.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
