using System.Text;
using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>The worker's Python sources, kept in this assembly, and how an interpreter is started with them.</summary>
internal static class WorkerScript
{
    // In the order in which they import each other.
    private static readonly string[] ModuleNames =
        ["kernel", "landlock", "seccomp", "walls", "probe", "policy", "values", "libraries", "program", "frames", "server"];

    // What strict arithmetic needs inside the host's process.
    private static readonly string[] EmbeddedModuleNames = ["policy", "values", "program", "embedded"];

    private static readonly Lazy<string> BootstrapSource = new(() => InstallSource + Read("bootstrap.py"));

    private static readonly Lazy<string[][]> ModuleSources =
        new(() => ReadModules(ModuleNames));

    /// <summary>Python that defines <c>install(sources)</c>.</summary>
    public static string InstallSource => Read("install.py");

    /// <summary>No site folders (-S, -s), no byte code files (-B), nothing buffered (-u). The environment is cleared, so nothing in it can add a path.</summary>
    public static IReadOnlyList<string> Arguments => ["-S", "-s", "-B", "-u", "-c", BootstrapSource.Value];

    /// <summary>The first message to a new interpreter: a line with the size, then its sources and settings.</summary>
    /// <param name="extraModules">Modules that programs may import besides the standard ones.</param>
    /// <param name="oneProcessPerProgram">Never fork.</param>
    /// <returns>The bytes to send.</returns>
    public static byte[] Bundle(IReadOnlyList<string> extraModules, bool oneProcessPerProgram)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            sources = ModuleSources.Value,
            settings = new { modules = extraModules, single = oneProcessPerProgram },
        });
        return [.. Encoding.ASCII.GetBytes($"{body.Length}\n"), .. body];
    }

    /// <summary>The sources for an interpreter inside the host's process, as JSON for <c>install</c>.</summary>
    /// <returns>An array of pairs of name and source.</returns>
    public static string EmbeddedBundle() => JsonSerializer.Serialize(ReadModules(EmbeddedModuleNames));

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
