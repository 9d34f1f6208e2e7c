namespace KPDD.Core.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpdd-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Write_NewFile_CreatesFoldersAndWritesPlainUtf8()
    {
        string path = Path.Combine(folder, "a", "b", "file.txt");

        WholeFile.Write(path, "ü");

        Assert.Equal([0xC3, 0xBC], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_OverLongerFile_ReplacesAllOfIt()
    {
        string path = Path.Combine(folder, "file.txt");
        File.WriteAllText(path, "a long old text");

        WholeFile.Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_ContentThrows_LeavesTheOldFileAndNoTemporaryOne()
    {
        string path = Path.Combine(folder, "file.txt");
        File.WriteAllText(path, "old");

        Assert.Throws<InvalidDataException>(() => WholeFile.Write(path, stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidDataException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsAndLeavesNoTemporaryFile()
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, "taken")).FullName;

        Assert.ThrowsAny<Exception>(() => WholeFile.Write(path, "text"));

        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task WriteAllAsync_SeveralFiles_WritesEach()
    {
        string[] paths = [Path.Combine(folder, "a"), Path.Combine(folder, "b")];

        await WholeFile.WriteAllAsync(paths, async streams =>
        {
            await streams[1].WriteAsync(new byte[] { 2 });
            await streams[0].WriteAsync(new byte[] { 1 });
        });

        Assert.Equal([1], File.ReadAllBytes(paths[0]));
        Assert.Equal([2], File.ReadAllBytes(paths[1]));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public async Task WriteAllAsync_ContentThrows_LeavesTheOldFilesAndNoTemporaryOnes()
    {
        string[] paths = [Path.Combine(folder, "a"), Path.Combine(folder, "b")];
        Array.ForEach(paths, path => File.WriteAllText(path, "old"));

        await Assert.ThrowsAsync<InvalidDataException>(() => WholeFile.WriteAllAsync(paths, _ => throw new InvalidDataException()));

        Assert.All(paths, path => Assert.Equal("old", File.ReadAllText(path)));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
    }
}
