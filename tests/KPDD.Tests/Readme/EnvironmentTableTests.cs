using System.Text.RegularExpressions;

namespace KPDD.Tests.Readme;

/// <summary>The table of environment variables against what the sources read.</summary>
public partial class EnvironmentTableTests
{
    private static readonly string[] Sources = [".cs", ".sh", ".csproj", ".props", ".targets", ".py", ""];
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "TestResults"];

    [Fact]
    public void Table_HoldsEveryVariableOfTheSourcesAndNoOther() => Assert.Equal(InSources(), InTable());

    [Fact]
    public void Readme_LinksTheTable() =>
        Assert.Contains("(docs/environment.md)", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);

    private static SortedSet<string> InTable() =>
        [.. File.ReadLines(Repository.PathOf("docs", "environment.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => Variable().Match(line).Value)];

    private static SortedSet<string> InSources() =>
        [.. Files(new DirectoryInfo(Repository.Root)).SelectMany(file => Variable().Matches(File.ReadAllText(file.FullName))).Select(match => match.Value)];

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder)
    {
        IEnumerable<DirectoryInfo> inner = folder.EnumerateDirectories()
            .Where(child => child.LinkTarget is null && !NotOurs.Contains(child.Name) && child.Name != ".git");
        return folder.EnumerateFiles().Where(file => Sources.Contains(file.Extension) && file.Name != ".git").Concat(inner.SelectMany(Files));
    }

    [GeneratedRegex("KPDD_[A-Z0-9_]+")]
    private static partial Regex Variable();
}
