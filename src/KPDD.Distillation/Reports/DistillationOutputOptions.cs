namespace KPDD.Distillation;

/// <summary>What the data card of a distillation set says.</summary>
public sealed class DistillationOutputOptions
{
    /// <summary>Heading of the card. <value>Default: Distillation set.</value></summary>
    public string Title { get; set; } = "Distillation set";

    /// <summary>Where the problems come from, with their licence; null leaves a place to fill in. <value>Default: null.</value></summary>
    public string? Source { get; set; }

    /// <summary>The rules the paths were judged by; null means the defaults. <value>Default: null.</value></summary>
    public PathFilterOptions? Filter { get; set; }

    /// <summary>The text that the prompt and completion files are written in; null for <see cref="PlainTextFormat"/>. <value>Default: null.</value></summary>
    public IStudentTextFormat? TextFormat { get; set; }
}
