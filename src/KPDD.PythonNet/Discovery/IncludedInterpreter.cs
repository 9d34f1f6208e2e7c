namespace KPDD.PythonNet.Discovery;

/// <summary>The interpreter that a package brings along on Windows, where Python is seldom installed. Elsewhere the system's own is used.</summary>
internal static class IncludedInterpreter
{
    /// <summary>Unpacks the interpreter into the user's local application data if it is not there yet.</summary>
    /// <returns>Its executable, or null where no package brings one.</returns>
    public static async Task<string?> FindAsync()
    {
#if PYTHON_INCLUDED
        await global::Python.Included.Installer.SetupPython().ConfigureAwait(false);
        return Path.Combine(global::Python.Included.Installer.EmbeddedPythonHome, "python.exe");
#else
        return await Task.FromResult<string?>(null).ConfigureAwait(false);
#endif
    }
}
