using System.Text;
using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>The worker's Python sources, kept in this assembly, and how an interpreter is started with them.</summary>
internal static class WorkerScript
{
    // In the order in which they import each other.
    private static readonly string[] ModuleNames =
        ["kernel", "landlock", "seccomp", "walls", "probe", "policy", "values", "output", "libraries", "program", "frames", "heap", "process", "worker", "server"];

    // What strict arithmetic needs inside the host's process.
    private static readonly string[] EmbeddedModuleNames = ["policy", "values", "output", "program", "embedded"];

    private static readonly Lazy<string> BootstrapSource = new(() => InstallSource + Read("bootstrap.py"));

    private static readonly Lazy<string[][]> ModuleSources =
        new(() => ReadModules(ModuleNames));

    /// <summary>Python that defines <c>install(sources)</c>.</summary>
    public static string InstallSource => Read("install.py");

    /// <summary>No site folders (-S, -s), no byte code files (-B), nothing buffered (-u). The environment is cleared, so nothing in it can add a path.</summary>
    public static IReadOnlyList<string> Arguments => ["-S", "-s", "-B", "-u", "-c", BootstrapSource.Value];

    /// <summary>The first message to a new interpreter: a line with the size, then its sources and settings.</summary>
    /// <param name="options">The limits of every program that the interpreter will run.</param>
    /// <param name="hasLibraries">Whether it loads the modules that programs may import.</param>
    /// <returns>The bytes to send.</returns>
    public static byte[] Bundle(PythonExecutorOptions options, bool hasLibraries)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            sources = ModuleSources.Value,
            settings = new
            {
                libraries = hasLibraries,
                modules = options.ExtraModules,
                single = options.OneProcessPerProgram,
                policy = options.Policy == ProgramPolicy.Standard,
                seconds = options.TimeLimit.TotalSeconds,
                memory = options.MemoryLimitMebibytes * 1024L * 1024L,
                output = options.OutputLimitBytes,
                report = LargestReport(options),
            },
        });
        return [.. Encoding.ASCII.GetBytes($"{body.Length}\n"), .. body];
    }

    /// <summary>The sources for an interpreter inside the host's process, as JSON for <c>install</c>.</summary>
    /// <returns>An array of pairs of name and source.</returns>
    public static string EmbeddedBundle() => JsonSerializer.Serialize(ReadModules(EmbeddedModuleNames));

    /// <summary>The most bytes that a program's report takes: its answer twice, as text and as data, and what it printed, escaped.</summary>
    /// <param name="options">The limits.</param>
    /// <returns>The number of bytes.</returns>
    public static int LargestReport(PythonExecutorOptions options) => (16 * options.OutputLimitBytes) + (64 * 1024);

    private static string[][] ReadModules(string[] names) => [.. names.Select(name => new[] { name, Read($"kpdd_worker.{name}.py") })];

    private static string Read(string name)
    {
        var assembly = typeof(WorkerScript).Assembly;
        using var stream = assembly.GetManifestResourceStream($"KPDD.PythonNet.Worker.{name}")
            ?? throw new KpddException($"The worker source {name} is missing from {assembly.GetName().Name}. Reinstall the package.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
