using System.Diagnostics;

namespace KPDD.PythonNet.Isolation;

/// <summary>Starts an interpreter that is to become a worker: with pipes for its streams and without the host's environment.</summary>
internal static class WorkerLaunch
{
    /// <summary>Starts it.</summary>
    /// <exception cref="KpddException">It does not start.</exception>
    public static Process Start(string interpreter)
    {
        var start = new ProcessStartInfo(interpreter, WorkerScript.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
        };
        KeepEnvironment(start);
        try
        {
            return Process.Start(start) ?? throw new KpddException($"{interpreter} did not start.");
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            throw new KpddException($"{interpreter} did not start: {exception.Message}", exception);
        }
    }

    // Programs see no variable of the host. The fixed hash seed gives the same program the same answer each time.
    private static void KeepEnvironment(ProcessStartInfo start)
    {
        var systemRoot = Environment.GetEnvironmentVariable("SystemRoot");
        start.Environment.Clear();
        start.Environment["PYTHONHASHSEED"] = "0";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        // Otherwise each program's process looks its library functions up anew.
        start.Environment["LD_BIND_NOW"] = "1";
        if (OperatingSystem.IsWindows() && systemRoot is not null)
        {
            start.Environment["SystemRoot"] = systemRoot;
        }
    }
}
