namespace KPDD.Distillation;

/// <summary>The system message of each stage.</summary>
/// <param name="Version">Name of this wording; it opens <see cref="PromptSet.Version"/>.</param>
/// <param name="CoreQuestion">Asks for the core question.</param>
/// <param name="Information">Asks for the information.</param>
/// <param name="ChainOfThought">Asks for a chain of thought that ends <c>The answer is N.</c></param>
/// <param name="ProgramOfThought">Asks for a Python program that leaves its result in <c>answer</c>.</param>
/// <param name="OneCallTagged">Asks for three labelled parts; <c>{solution}</c> stands for the instruction of the rationale's kind.</param>
/// <param name="OneCallJson">Asks for a JSON object; <c>{solution}</c> as above.</param>
public sealed record TeacherInstructions(
    string Version,
    string CoreQuestion,
    string Information,
    string ChainOfThought,
    string ProgramOfThought,
    string OneCallTagged,
    string OneCallJson)
{
    /// <summary>The instruction of a kind of rationale.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The system message.</returns>
    public string ForRationale(RationaleKind kind) => kind == RationaleKind.ProgramOfThought ? ProgramOfThought : ChainOfThought;
}
