namespace KPDD;

/// <summary>How much a reader of answers forgives.</summary>
public enum AnswerRule
{
    /// <summary>The answer must be stated: marked in a rationale, or be the whole of an answer text.</summary>
    Strict,

    /// <summary>The last number of a text counts where none is stated, and a rounded value equals the value it stands for.</summary>
    Lenient,
}
