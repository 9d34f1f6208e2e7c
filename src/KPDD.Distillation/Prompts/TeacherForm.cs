namespace KPDD.Distillation;

/// <summary>In how many calls a teacher writes one reasoning path.</summary>
public enum TeacherForm
{
    /// <summary>Three calls: the core question; the information, given the core question; the rationale, given both.</summary>
    ThreeCalls,

    /// <summary>One call that answers with three labelled parts. Works with every model.</summary>
    OneCallTagged,

    /// <summary>One call that answers with a JSON object (structured output). The endpoint must support response schemas.</summary>
    OneCallJson,
}

/// <summary>What one call to the teacher asks for.</summary>
public enum TeacherStage
{
    /// <summary>The core question.</summary>
    CoreQuestion,

    /// <summary>The problem-solving information, given the core question.</summary>
    Information,

    /// <summary>The rationale, given core question and information.</summary>
    Rationale,

    /// <summary>All three at once.</summary>
    Combined,
}
