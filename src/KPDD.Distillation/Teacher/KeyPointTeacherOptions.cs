namespace KPDD.Distillation;

/// <summary>How a teacher is asked.</summary>
public sealed class KeyPointTeacherOptions
{
    /// <summary>Most paths a problem: 64.</summary>
    public const int MaxPaths = 64;

    /// <summary>The kind of rationale. <value>Default: programs.</value></summary>
    public RationaleKind Kind { get; set; } = RationaleKind.ProgramOfThought;

    /// <summary>In how many calls a path is written. <value>Default: three calls.</value></summary>
    public TeacherForm Form { get; set; } = TeacherForm.ThreeCalls;

    /// <summary>Paths a problem. <value>Default: 4.</value> Range 1 to <see cref="MaxPaths"/>.</summary>
    public int Paths { get; set; } = 4;

    /// <summary>The model's name; null for the client's own default. <value>Default: null.</value></summary>
    public string? Model { get; set; }

    /// <summary>Sampling temperature; above 0, so that paths differ. <value>Default: 0.7.</value> Range 0 to 2.</summary>
    public double Temperature { get; set; } = 0.7;

    /// <summary>Seed of path 0; path n is asked with this plus n. Servers that know no seed pass it over. <value>Default: 0.</value></summary>
    public long Seed { get; set; }

    /// <summary>Most tokens an answer. <value>Default: 1024.</value> At least 1.</summary>
    public int MaxOutputTokens { get; set; } = 1024;

    /// <summary>What the teacher is told; null for <see cref="PromptSet.Default"/>. <value>Default: null.</value></summary>
    public PromptSet? Prompts { get; set; }

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public KeyPointTeacherOptions Clone() => (KeyPointTeacherOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or a demonstration has no rationale of <see cref="Kind"/>.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Kind), nameof(Kind), "a member of RationaleKind");
        Require(Enum.IsDefined(Form), nameof(Form), "a member of TeacherForm");
        Require(Paths is >= 1 and <= MaxPaths, nameof(Paths), $"1 to {MaxPaths}");
        Require(Model is null || !string.IsNullOrWhiteSpace(Model), nameof(Model), "null or a name");
        Require(Temperature is >= 0 and <= 2, nameof(Temperature), "0 to 2");
        Require(MaxOutputTokens >= 1, nameof(MaxOutputTokens), "at least 1");
        PromptSet prompts = Prompts ?? PromptSet.Default;
        Require(prompts.Demonstrations.All(shown => !string.IsNullOrWhiteSpace(shown.RationaleOf(Kind))), nameof(Prompts), $"a set whose demonstrations all have a rationale of kind {Kind}");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"KeyPointTeacherOptions.{name} must be {range}.", name);
        }
    }
}
