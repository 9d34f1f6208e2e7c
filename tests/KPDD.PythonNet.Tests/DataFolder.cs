namespace KPDD.PythonNet.Tests;

/// <summary>The public data beside the repository; tests that need it skip where it is absent.</summary>
internal static class DataFolder
{
    public static string? Find(string part)
    {
        if (Environment.GetEnvironmentVariable("KPDD_DATA") is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, part);
            return Directory.Exists(folder) ? folder : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", part);
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
