namespace KPDD.Tests.Architecture;

/// <summary>Who may know whom: the one place where the layers are written down.</summary>
internal static class Layers
{
    /// <summary>Each package with the packages of this library it may reference, and the third-party packages it may.</summary>
    public static readonly IReadOnlyDictionary<string, (string[] Own, string[] ThirdParty)> Allowed = new Dictionary<string, (string[], string[])>
    {
        ["KPDD.Core"] = ([], []),
        ["KPDD.T5"] = (["KPDD.Core"], ["Microsoft.ML.Tokenizers", "System.Numerics.Tensors"]),
        ["KPDD.Torch"] = (["KPDD.Core", "KPDD.T5"], ["TorchSharp"]),
        ["KPDD.PythonNet"] = (["KPDD.Core"], ["pythonnet", "Python.Included"]),
        ["KPDD.Distillation"] = (["KPDD.Core"], ["Microsoft.Extensions.AI.Abstractions", "Polly.Core"]),
        ["KPDD.Models.Tiny"] = (["KPDD.Core", "KPDD.T5", "KPDD.PythonNet"], []),
        ["KPDD"] = (["KPDD.Core", "KPDD.T5", "KPDD.Torch", "KPDD.PythonNet"],
        [
            "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Options", "Microsoft.Extensions.Logging.Abstractions",
        ]),
    };

    /// <summary>Build-time packages that any project may use: they leave nothing in the output.</summary>
    public static readonly string[] Analyzers = ["Microsoft.CodeAnalysis.PublicApiAnalyzers"];

    /// <summary>The assemblies of all packages.</summary>
    public static TheoryData<string> Packages { get; } = new(Allowed.Keys);
}
