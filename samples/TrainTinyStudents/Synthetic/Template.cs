namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>A story with blanks and the questions that can be asked about it.</summary>
/// <param name="Id">Dotted name, unique over all files.</param>
/// <param name="Source">Where it stands.</param>
internal sealed record Template(string Id, SourceLine Source)
{
    /// <summary>The story, in order.</summary>
    public List<BodyLine> Body { get; } = [];

    /// <summary>The questions; one is drawn for a problem.</summary>
    public List<QuestionLine> Questions { get; } = [];

    /// <summary>Narrower ranges for some letters.</summary>
    public Dictionary<char, NumberRange> Ranges { get; } = [];

    /// <summary>Letters that may take values with a decimal point.</summary>
    public HashSet<char> DecimalLetters { get; } = [];
}

/// <summary>A line of a template file.</summary>
internal readonly record struct SourceLine(string File, int Number)
{
    public override string ToString() => $"{File}:{Number}";
}

/// <summary>Sentences of the story. Optional ones are there only sometimes, or when the question needs them.</summary>
internal sealed record BodyLine(string Pattern, bool Optional, SourceLine Source);

/// <summary>A question and the arithmetic that answers it.</summary>
internal sealed record QuestionLine(string Pattern, Expression Answer, SourceLine Source);

/// <summary>Whole numbers from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
internal readonly record struct NumberRange(int Low, int High);
