using System.IO.Compression;
using System.Xml.Linq;
using KPDD.Tests.Architecture;

namespace KPDD.Tests.Build;

/// <summary>Packs every package once and looks inside.</summary>
[Trait("Weight", "slow")]
public sealed class PackageTests(PackageTests.Packed packed) : IClassFixture<PackageTests.Packed>
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static TheoryData<string> Packages => Layers.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Pack_Package_HoldsLibraryDocumentationReadmeAndIcon(string project)
    {
        using ZipArchive package = packed.Open(project);
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Contains($"lib/net10.0/{project}.dll", entries);
        Assert.Contains($"lib/net10.0/{project}.xml", entries);
        Assert.Contains("README.md", entries);
        Assert.Contains("LICENSE", entries);
        Assert.Contains("icon.png", entries);
        using Stream nuspec = package.GetEntry($"{project}.nuspec")!.Open();
        XElement[] metadata = [.. XDocument.Load(nuspec).Descendants()];
        Assert.Equal("README.md", Assert.Single(metadata, node => node.Name.LocalName == "readme").Value);
        Assert.Equal("icon.png", Assert.Single(metadata, node => node.Name.LocalName == "icon").Value);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Pack_Package_DependsOnNothingOutsideTheLayers(string project)
    {
        using ZipArchive package = packed.Open(project);
        using Stream nuspec = package.GetEntry($"{project}.nuspec")!.Open();
        HashSet<string> dependencies =
            [.. XDocument.Load(nuspec).Descendants().Where(node => node.Name.LocalName == "dependency").Select(node => (string)node.Attribute("id")!)];

        Assert.Subset(Layers.Allowed[project].Own.Concat(Layers.Allowed[project].ThirdParty).ToHashSet(), dependencies);
    }

    [Fact]
    public void Pack_TinyModels_HoldsTheStudentsAndTheTargetsThatCopyThem()
    {
        using ZipArchive package = packed.Open("KPDD.Models.Tiny");
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Contains("buildTransitive/KPDD.Models.Tiny.targets", entries);
        foreach (string student in new[] { "key", "pot", "pot-second", "channel", "cot" })
        {
            Assert.Contains($"models/{student}/config.json", entries);
            Assert.Contains($"models/{student}/model.safetensors", entries);
            Assert.Contains($"models/{student}/kpdd.json", entries);
        }
    }

    /// <summary>The packages, made once for all tests of the class.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpdd-packages-");

        public async ValueTask InitializeAsync()
        {
            // One process for all: whatever is not packable is passed over.
            (int code, string output) = await Shell.RunAsync(
                "dotnet",
                ["pack", "KPDD.sln", "--no-build", "-c", Configuration, "-o", folder.FullName, "-nodeReuse:false", "-v", "quiet"],
                Repository.Root);
            Assert.True(code == 0, output);
        }

        public ZipArchive Open(string project) =>
            ZipFile.OpenRead(folder.EnumerateFiles($"{project}.*.nupkg").Single(file => char.IsDigit(file.Name[project.Length + 1])).FullName);

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
