namespace KPDD.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("kpdd-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(FullName, recursive: true);

    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Copies a folder's files into a new folder of this one.</summary>
    public string Copy(string from, string name)
    {
        string to = Directory.CreateDirectory(PathOf(name)).FullName;
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        return to;
    }
}
