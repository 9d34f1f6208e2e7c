using System.Net;

namespace KPDD.Distillation;

/// <summary>A call to the teacher that the server answered with an error, or with something that is no answer.</summary>
public sealed class TeacherRequestException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TeacherRequestException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came back.</param>
    public TeacherRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came back.</param>
    /// <param name="innerException">The cause.</param>
    public TeacherRequestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status; null where the answer had no error status.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the server asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the server's content filter refused the request.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>True when the account has no credit left: to wait does not help, though the status says so.</summary>
    internal bool IsOutOfCredit { get; init; }

    /// <summary>True when the model answered, and the answer did not arrive whole: it was charged for.</summary>
    internal bool IsBrokenAnswer { get; init; }
}
