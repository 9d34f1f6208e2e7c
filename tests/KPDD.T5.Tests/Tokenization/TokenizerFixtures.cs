using System.Runtime.CompilerServices;

namespace KPDD.T5.Tests.Tokenization;

/// <summary>The vocabularies beside the tests, and data that may lie outside the repository.</summary>
internal static class TokenizerFixtures
{
    private static readonly Lazy<T5Tokenizer> LazyT5 = new(() => T5Tokenizer.Load(PathOf("t5")));
    private static readonly Lazy<T5Tokenizer> LazyStudent = new(() => T5Tokenizer.Load(PathOf("student")));

    public static T5Tokenizer T5 => LazyT5.Value;

    public static T5Tokenizer Student => LazyStudent.Value;

    public static string PathOf(params ReadOnlySpan<string> parts) =>
        Path.Combine([AppContext.BaseDirectory, "Tokenization", "Fixtures", .. parts]);

    /// <summary>A file or folder of the data that lies beside the repository; skips the test where there is none.</summary>
    public static string SharedOrSkip(string relative, [CallerMemberName] string test = "")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"{test} needs shared/{relative} beside the repository, and it is not there.");
        return "";
    }
}
