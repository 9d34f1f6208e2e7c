namespace KPDD.Testing;

/// <summary>Finds the public data sets that are kept outside the repository.</summary>
internal static class PublicData
{
    /// <summary>The path of a data file or folder; skips the running test, with the reason, when it is absent.</summary>
    public static string Require(string relativePath)
    {
        string? path = Folders().Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(Path.Exists);
        Assert.SkipWhen(path is null, $"{relativePath} is absent: put the public data into ../shared/data or name its folder in KPDD_DATA.");
        return path!;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("KPDD_DATA") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
    }
}
