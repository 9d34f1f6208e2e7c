namespace KPDD.Core.Tests;

/// <summary>A file of a given name and content that is gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpdd-tests-").FullName;

    public TemporaryFile(string name, string content)
    {
        FullName = Path.Combine(folder, name);
        File.WriteAllText(FullName, content);
    }

    public string FullName { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
