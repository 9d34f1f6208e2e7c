using System.Net;
using System.Net.Sockets;
using Polly.Timeout;

namespace KPDD.Distillation;

/// <summary>The default classification of failed calls.</summary>
/// <remarks>
/// Chat clients wrap HTTP errors each in their own way: put a <see cref="TeacherHttpHandler"/> under the client, and status and <c>Retry-After</c> arrive here.
/// A failure of unknown type counts as transient, because clients throw all kinds of exceptions over a broken answer; attempts are limited. Thread-safe.
/// </remarks>
public static class TeacherFaults
{
    /// <summary>Classifies a failure.</summary>
    /// <param name="failure">What the chat client threw.</param>
    /// <returns>What to do about it.</returns>
    public static TeacherFault Classify(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TeacherRequestException { IsRefusal: true }:
                    return new TeacherFault(TeacherFaultKind.Refusal);
                case TeacherRequestException { IsOutOfCredit: true }:
                    return new TeacherFault(TeacherFaultKind.Fatal);
                case TeacherRequestException { Status: { } status } request:
                    return new TeacherFault(KindOf(status), request.RetryAfter);
                case HttpRequestException { StatusCode: { } status }:
                    return new TeacherFault(KindOf(status));
            }
        }

        return new TeacherFault(TeacherFaultKind.Transient);
    }

    /// <summary>True when an answer came that the client could make nothing of; false when there was none: an error status, a broken connection, a time limit.</summary>
    internal static bool IsBrokenAnswer(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TeacherRequestException request:
                    return request.IsBrokenAnswer;
                case HttpRequestException or IOException or SocketException or OperationCanceledException or TimeoutRejectedException:
                    return false;
            }
        }

        return true;
    }

    /// <summary>True when there was no connection to the server at all.</summary>
    internal static bool IsUnreachable(Exception failure) =>
        failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
        || (failure.InnerException is { } cause && IsUnreachable(cause));

    private static TeacherFaultKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => TeacherFaultKind.Fatal,
        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 => TeacherFaultKind.Transient,
        >= (HttpStatusCode)400 and < (HttpStatusCode)500 => TeacherFaultKind.Item,
        _ => TeacherFaultKind.Transient,
    };
}
