namespace KPDD.Distillation;

/// <summary>The names of the files that a filtered run consists of.</summary>
public static class DistillationFiles
{
    /// <summary>The distillation set: every kept path, as <see cref="DistillationSet"/> reads it.</summary>
    public const string Set = "distillation.jsonl";

    /// <summary>The key set, for the student that extracts key points: each different key points of a question once.</summary>
    public const string KeySet = "key.jsonl";

    /// <summary>The solve set, for the student that solves.</summary>
    public const string SolveSet = "solve.jsonl";

    /// <summary>The key set as objects of <c>prompt</c> and <c>completion</c>.</summary>
    public const string KeyPrompts = "key.prompts.jsonl";

    /// <summary>The solve set as objects of <c>prompt</c> and <c>completion</c>.</summary>
    public const string SolvePrompts = "solve.prompts.jsonl";

    /// <summary>One object a path, kept or dropped, with its reason.</summary>
    public const string Verdicts = "verdicts.jsonl";

    /// <summary>The filter's figures.</summary>
    public const string Report = "report.json";

    /// <summary>The data card.</summary>
    public const string Card = "README.md";
}
