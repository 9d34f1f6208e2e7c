namespace KPDD.Distillation;

/// <summary>What to do about a call that failed.</summary>
public enum TeacherFaultKind
{
    /// <summary>It may well succeed later: overload, a broken connection, an unreadable answer. Tried again.</summary>
    Transient,

    /// <summary>The provider refused this content. Tried again, then recorded as a refusal.</summary>
    Refusal,

    /// <summary>This one request is wrong; others may succeed. Not tried again.</summary>
    Item,

    /// <summary>No request can succeed: a wrong key, a wrong address, an unknown model, no credit left. Stops the run.</summary>
    Fatal,
}

/// <summary>The classification of a failed call.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="RetryAfter">How long the server asked to wait; null when it did not say.</param>
public sealed record TeacherFault(TeacherFaultKind Kind, TimeSpan? RetryAfter = null);
