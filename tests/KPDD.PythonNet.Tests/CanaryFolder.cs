namespace KPDD.PythonNet.Tests;

/// <summary>The places where an escaped program would leave a file.</summary>
internal sealed class CanaryFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpdd-canary-").FullName;

    public CanaryFolder()
    {
        Environment.SetEnvironmentVariable("POT_CANARY_DIR", folder);
        foreach (var path in Strays())
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    public IEnumerable<string> Found() => Directory.EnumerateFileSystemEntries(folder).Concat(Strays());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string[] Strays() => Directory.GetFileSystemEntries(Path.GetTempPath(), "pot-canary-*");
}
