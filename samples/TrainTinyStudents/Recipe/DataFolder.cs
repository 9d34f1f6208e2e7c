namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Finds the public data (its layout and sources: see the model card).</summary>
internal static class DataFolder
{
    /// <summary>The folder that KPDD_DATA names, or <c>shared/data</c> beside the repository.</summary>
    public static string Find()
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

        throw new KpddException("The training data was not found. Put it beside the repository as shared/data (the model card names each source), or name its folder with --data or KPDD_DATA.");
    }
}
