namespace KPDD.Distillation;

/// <summary>What every prompt set must hold.</summary>
internal static class PromptCheck
{
    public const string SolutionMark = "{solution}";

    /// <exception cref="ArgumentException">An instruction is blank, or a one-call instruction lacks its mark.</exception>
    public static void Require(TeacherInstructions instructions)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        RequireText(instructions.Version, "version");
        RequireText(instructions.CoreQuestion, "coreQuestion");
        RequireText(instructions.Information, "information");
        RequireText(instructions.ChainOfThought, "chainOfThought");
        RequireText(instructions.ProgramOfThought, "programOfThought");
        RequireMark(instructions.OneCallTagged, "oneCallTagged");
        RequireMark(instructions.OneCallJson, "oneCallJson");
    }

    /// <exception cref="ArgumentException">An example lacks a part.</exception>
    public static void Require(IReadOnlyList<Demonstration> demonstrations)
    {
        ArgumentNullException.ThrowIfNull(demonstrations);
        for (int i = 0; i < demonstrations.Count; i++)
        {
            Demonstration shown = demonstrations[i] ?? throw new ArgumentException($"Demonstration {i + 1} is null.");
            RequireText(shown.Question, $"question of demonstration {i + 1}");
            RequireText(shown.CoreQuestion, $"coreQuestion of demonstration {i + 1}");
            if (shown.Information is not { Count: > 0 } || shown.Information.Any(string.IsNullOrWhiteSpace))
            {
                throw new ArgumentException($"The information of demonstration {i + 1} must hold at least one statement and no blank one.");
            }
        }
    }

    private static void RequireText(string? text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"The {name} of a prompt set must not be blank.");
        }
    }

    private static void RequireMark(string? text, string name)
    {
        RequireText(text, name);
        if (!text!.Contains(SolutionMark, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The {name} of a prompt set must hold {SolutionMark}, the place of the rationale's own instruction.");
        }
    }
}
