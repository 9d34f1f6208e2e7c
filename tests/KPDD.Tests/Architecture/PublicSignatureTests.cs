using System.Reflection;

namespace KPDD.Tests.Architecture;

public class PublicSignatureTests
{
    // Assembly name prefix -> the only package whose public signatures may show its types.
    private static readonly Dictionary<string, string> Confined = new()
    {
        ["TorchSharp"] = "KPDD.Torch",
        ["Python.Runtime"] = "nobody",
        ["Microsoft.Extensions.AI"] = "KPDD.Distillation",
        ["Microsoft.ML.Tokenizers"] = "nobody",
    };

    public static TheoryData<string> Packages => Layers.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicTypes_Signatures_ShowNoTypeOfAConfinedDependency(string project)
    {
        string[] leaks =
        [
            .. from type in Assembly.Load(project).GetExportedTypes()
               from shown in SignatureTypes.Of(type)
               let dependency = Confined.Keys.FirstOrDefault(prefix => shown.Assembly.GetName().Name!.StartsWith(prefix, StringComparison.Ordinal))
               where dependency is not null && Confined[dependency] != project
               select $"{type.FullName} shows {shown.FullName}",
        ];

        Assert.Empty(leaks);
    }

    [Fact]
    public void SignatureTypes_NestedGenericArgument_IsSeen() =>
        Assert.Contains(typeof(Version), SignatureTypes.Of(typeof(Leaky)));

    public sealed class Leaky
    {
        public Task<IReadOnlyList<Version[]>>? Hidden { get; init; }
    }
}
