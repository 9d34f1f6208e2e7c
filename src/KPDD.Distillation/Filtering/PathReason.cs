namespace KPDD.Distillation;

/// <summary>Why a path was kept or dropped.</summary>
public enum PathReason
{
    /// <summary>Kept: its answer is the gold answer.</summary>
    Kept,

    /// <summary>The model declined, or a content filter stopped it.</summary>
    Refused,

    /// <summary>No rationale, or no answer in it, could be read.</summary>
    Unparsed,

    /// <summary>It has no core question or no information.</summary>
    NoKeyPoints,

    /// <summary>The problem has no gold answer to judge by.</summary>
    NoGoldAnswer,

    /// <summary>Its answer is not the gold answer.</summary>
    WrongAnswer,

    /// <summary>The answer is right, but a calculation on the way is not.</summary>
    ArithmeticWrong,

    /// <summary>The answer is right, but none of the calculations gives it.</summary>
    AnswerNotComputed,

    /// <summary>The program does not parse.</summary>
    SyntaxError,

    /// <summary>The program failed: an exception, or a limit of memory or output.</summary>
    RuntimeError,

    /// <summary>The program ran past its time limit.</summary>
    Timeout,

    /// <summary>The executor's policy refused the program.</summary>
    PolicyViolation,

    /// <summary>An earlier path of the same question says the same.</summary>
    Duplicate,
}
