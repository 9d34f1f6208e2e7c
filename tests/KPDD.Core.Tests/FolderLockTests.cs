namespace KPDD.Core.Tests;

public class FolderLockTests
{
    [Fact]
    public void TryTake_HeldLock_GivesNullUntilItIsDisposed()
    {
        string folder = Directory.CreateTempSubdirectory("kpdd-lock-").FullName;
        try
        {
            string path = Path.Combine(folder, "made", "a.lock");
            using (FolderLock? first = FolderLock.TryTake(path))
            {
                Assert.NotNull(first);
                Assert.Null(FolderLock.TryTake(path));
            }

            using FolderLock? second = FolderLock.TryTake(path);
            Assert.NotNull(second);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
