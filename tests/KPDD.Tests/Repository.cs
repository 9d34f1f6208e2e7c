namespace KPDD.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KPDD.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No KPDD.sln above {AppContext.BaseDirectory}.");
    }
}
