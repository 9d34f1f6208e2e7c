using System.Reflection;
using System.Xml.Linq;

namespace KPDD.Tests.Architecture;

public class ReferenceTests
{
    public static TheoryData<string> Packages => Layers.Packages;

    [Fact]
    public void SourceFolders_Projects_AreThoseOfTheLayers()
    {
        string[] projects = [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)!];

        Assert.Equal(Layers.Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void ProjectFile_References_StayInsideTheLayers(string project)
    {
        XDocument file = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"));

        Assert.Subset(Layers.Allowed[project].Own.ToHashSet(), Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet());
        Assert.Subset(Layers.Allowed[project].ThirdParty.Concat(Layers.Analyzers).ToHashSet(), Includes(file, "PackageReference").ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_References_StayInsideTheLayers(string project)
    {
        string[] own = [.. Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("KPDD", StringComparison.Ordinal))];

        Assert.Subset(Layers.Allowed[project].Own.ToHashSet(), own.ToHashSet());
    }

    [Fact]
    public void Core_References_NothingButTheBaseLibrary()
    {
        string[] foreign = [.. Assembly.Load("KPDD.Core").GetReferencedAssemblies().Select(name => name.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal))];

        Assert.Empty(foreign);
    }

    private static IEnumerable<string> Includes(XDocument file, string element) =>
        file.Descendants(element).Select(node => (string)node.Attribute("Include")!);
}
