using System.Security.Cryptography;
using System.Text;

namespace KPDD.Distillation;

/// <summary>Everything a teacher is told: the instructions of the stages and the worked examples.</summary>
/// <remarks>Immutable; may be used from several threads at once.</remarks>
public sealed class PromptSet
{
    private static readonly Lazy<PromptSet> BuiltIn = new(() => PromptFiles.Load(instructionsPath: null, demonstrationsPath: null));

    /// <summary>Creates a set.</summary>
    /// <param name="instructions">The system messages.</param>
    /// <param name="demonstrations">The worked examples, in the order they are shown; none means that the teacher is asked without examples.</param>
    /// <exception cref="ArgumentException">An instruction or a part of an example is blank, or a one-call instruction lacks <c>{solution}</c>.</exception>
    public PromptSet(TeacherInstructions instructions, IReadOnlyList<Demonstration> demonstrations)
    {
        PromptCheck.Require(instructions);
        PromptCheck.Require(demonstrations);
        Instructions = instructions;
        Demonstrations = [.. demonstrations];
        Version = $"{instructions.Version}-{Fingerprint()}";
    }

    /// <summary>The set that comes with the library: eight worked examples in the style of GSM8K.</summary>
    public static PromptSet Default => BuiltIn.Value;

    /// <summary>The system messages.</summary>
    public TeacherInstructions Instructions { get; }

    /// <summary>The worked examples.</summary>
    public IReadOnlyList<Demonstration> Demonstrations { get; }

    /// <summary>The instructions' version and a fingerprint of every word of the set, so that any edit changes it: <c>kpdd-1-3f9a0c21</c>.</summary>
    public string Version { get; }

    /// <summary>Reads a set from data files.</summary>
    /// <param name="instructionsPath">A JSON object with the fields of <see cref="TeacherInstructions"/>; null for the built-in ones.</param>
    /// <param name="demonstrationsPath">A JSON list of objects with the fields of <see cref="Demonstration"/>; null for the built-in ones.</param>
    /// <returns>The set.</returns>
    /// <exception cref="KpddException">A file cannot be read or does not hold a set; the message names it and what is wrong.</exception>
    public static PromptSet Load(string? instructionsPath = null, string? demonstrationsPath = null) =>
        PromptFiles.Load(instructionsPath, demonstrationsPath);

    private string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PromptFiles.Format(Instructions, Demonstrations))))[..8];
}
