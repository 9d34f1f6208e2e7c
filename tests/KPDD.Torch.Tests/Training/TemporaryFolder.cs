namespace KPDD.Torch.Tests.Training;

/// <summary>An empty folder that is deleted with its content at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kpdd-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
