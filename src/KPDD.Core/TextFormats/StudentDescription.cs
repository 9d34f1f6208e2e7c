namespace KPDD;

/// <summary>Which stage of the method a student serves.</summary>
public enum DistillationStage
{
    /// <summary>Question to key points.</summary>
    KeyPoints,

    /// <summary>Question and key points to rationale.</summary>
    Solve,

    /// <summary>Rationale back to question: how well a program explains its question re-ranks the programs that a solve student proposes (noisy channel).</summary>
    Channel,
}

/// <summary>What a student is and which text it was trained on: the content of a model folder's <c>kpdd.json</c>.</summary>
public sealed record StudentDescription
{
    /// <summary>Description of a student about which nothing is known: plain text, no masking.</summary>
    public static StudentDescription Default { get; } = new();

    /// <summary>Stage the student serves.</summary>
    public DistillationStage Stage { get; init; } = DistillationStage.Solve;

    /// <summary>Form of its rationales (solve students).</summary>
    public RationaleKind RationaleKind { get; init; } = RationaleKind.ProgramOfThought;

    /// <summary>Name of the text format, see <see cref="StudentTextFormats"/>. <value>Default: <c>plain</c>.</value></summary>
    public string TextFormat { get; init; } = StudentTextFormats.PlainName;

    /// <summary>Template of the key student's input; <c>{question}</c> is replaced. Null: the format's own.</summary>
    public string? KeyPointTemplate { get; init; }

    /// <summary>Template of the solve student's input; <c>{question}</c>, <c>{core_question}</c> and <c>{information}</c> are replaced. Null: the format's own.</summary>
    public string? SolveTemplate { get; init; }

    /// <summary>True when text is passed to the tokenizer through the lossless encoding for T5's vocabulary (line breaks, indentation, braces).</summary>
    public bool LosslessEncoding { get; init; }

    /// <summary>Most tokens to write where <see cref="GenerationOptions.MaxNewTokens"/> is null. <value>Default: 256.</value> At least 1.</summary>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>Beams where <see cref="GenerationOptions.NumBeams"/> is null; 1 is greedy search. <value>Default: 1.</value> Range 1 to 64.</summary>
    public int NumBeams { get; init; } = 1;

    /// <summary>
    /// True when a program student also solves from the question alone, so that programs written with and without key points may vote together where
    /// <see cref="ProgramOfThoughtOptions.VoteWithoutKeyPoints"/> is null. <value>Default: false.</value>
    /// </summary>
    public bool VoteWithoutKeyPoints { get; init; }

    /// <summary>
    /// The models that write this student's texts together. They share one vocabulary and read the same text; this description holds for all of them.
    /// <value>Default: null, the one model in the folder.</value> Otherwise at least one.
    /// </summary>
    public IReadOnlyList<StudentMember>? Members { get; init; }

    /// <summary>The channel student that re-ranks this program student's proposals. <value>Default: null, none.</value></summary>
    public StudentChannel? Channel { get; init; }

    /// <summary>Version of this file's layout.</summary>
    public int Version { get; init; } = 1;
}
