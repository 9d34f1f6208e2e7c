using System.Diagnostics;
using KPDD.PythonNet.Discovery;

namespace KPDD.PythonNet.Embedded;

/// <summary>An interpreter's shared library.</summary>
/// <param name="Interpreter">The executable that it belongs to.</param>
/// <param name="Path">The library file.</param>
/// <param name="Version">Version of both, for example <c>3.11.2</c>.</param>
internal sealed record PythonLibrary(string Interpreter, string Path, string Version)
{
    // Asks the interpreter itself: distributions put the library in many places.
    private const string Question = """
        import os, sys, sysconfig
        assert sys.version_info >= (3, 10), "is older than 3.10"
        get = lambda name: sysconfig.get_config_var(name) or ""
        short = "%d.%d" % sys.version_info[:2]
        folders = [get("LIBDIR"), os.path.join(get("LIBDIR"), get("MULTIARCH")), get("LIBPL"), os.path.join(sys.base_prefix, "lib"), sys.base_prefix]
        names = [get("INSTSONAME"), get("LDLIBRARY"), "libpython%s.so.1.0" % short, "libpython%s.dylib" % short, "python%d%d.dll" % sys.version_info[:2]]
        paths = [os.path.join(folder, name) for folder in folders for name in names if folder and name and not name.endswith(".a")]
        print(next(filter(os.path.isfile, paths), ""))
        print("%d.%d.%d" % sys.version_info[:3])
        print(sys.executable)
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Finds the library of the first usable interpreter.</summary>
    /// <exception cref="KpddException">None has one; the message lists what was tried and the remedy.</exception>
    public static PythonLibrary Find(string? named)
    {
        List<string> tried = [];
        foreach (var candidate in InterpreterSearch.Candidates(named, Environment.GetEnvironmentVariable))
        {
            try
            {
                var lines = Ask(candidate);
                if (lines is [{ Length: > 0 } path, { Length: > 0 } version, { Length: > 0 } executable, ..])
                {
                    return new PythonLibrary(executable, path, version);
                }

                tried.Add($"{candidate} has no shared library");
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException or TimeoutException or InvalidOperationException)
            {
                tried.Add($"{candidate}: {exception.Message}");
            }
        }

        throw new KpddException(
            $"No Python shared library to run programs in this process: {string.Join(" | ", tried)}. "
            + $"{InterpreterSearch.Remedy} Its shared library is a package of its own there (libpython3.x).");
    }

    private static string[] Ask(string interpreter)
    {
        var start = new ProcessStartInfo(interpreter, ["-S", "-s", "-c", Question])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using var process = Process.Start(start) ?? throw new IOException("it did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("it did not answer");
        }

        var lastError = errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.TrimEntries)
            : throw new IOException(lastError ?? $"it ended with code {process.ExitCode}");
    }
}
