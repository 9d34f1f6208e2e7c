using System.Text;
using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>The worker's Python sources, kept in this assembly, and how an interpreter is started with them.</summary>
internal static class WorkerScript
{
    // In the order in which they import each other.
    private static readonly string[] ModuleNames =
        ["kernel", "landlock", "seccomp", "walls", "probe", "policy", "values", "libraries", "program", "frames", "server"];

    private static readonly Lazy<string> BootstrapSource = new(() => Read("bootstrap.py"));

    private static readonly Lazy<string[][]> ModuleSources =
        new(() => [.. ModuleNames.Select(name => new[] { name, Read($"kpdd_worker.{name}.py") })]);

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

    private static string Read(string name)
    {
        var assembly = typeof(WorkerScript).Assembly;
        using var stream = assembly.GetManifestResourceStream($"KPDD.PythonNet.Worker.{name}")
            ?? throw new KpddException($"The worker source {name} is missing from {assembly.GetName().Name}. Reinstall the package.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
