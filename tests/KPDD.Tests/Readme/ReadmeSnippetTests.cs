using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KPDD.Tests.Readme;

public partial class ReadmeSnippetTests
{
    // What every SDK project imports; anything else a snippet needs must be written in it.
    private const string ImplicitUsings =
        "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; " +
        "global using System.Threading; global using System.Threading.Tasks;";

    public static TheoryData<string> Snippets =>
        new(Fence().Matches(File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_AsAProgram_Compiles(string snippet) => Assert.Empty(ErrorsOf(snippet));

    [Fact]
    public void Snippets_OfTheReadme_AreThere() => Assert.True(Snippets.Count >= 3);

    [Fact]
    public void ErrorsOf_UnknownMember_IsFound() => Assert.NotEmpty(ErrorsOf("_ = new KPDD.MathProblem(\"id\", \"q\").NoSuchMember;"));

    private static IEnumerable<string> ErrorsOf(string snippet)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, options), CSharpSyntaxTree.ParseText(snippet, options)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
