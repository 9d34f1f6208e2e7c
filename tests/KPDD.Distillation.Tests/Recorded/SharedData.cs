namespace KPDD.Distillation.Tests;

/// <summary>Finds the public data sets that are kept outside the repository.</summary>
internal static class SharedData
{
    /// <summary>The path of a data file; skips the running test, with the reason, when the data is absent.</summary>
    public static string Require(string relativePath)
    {
        string? root = Root();
        Assert.SkipWhen(root is null, "The public data sets are absent: put them into ../shared/data or name their folder in KPDD_DATA.");
        string path = Path.Combine(root!, relativePath);
        Assert.SkipUnless(File.Exists(path), $"The data file {relativePath} is absent.");
        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("KPDD_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
