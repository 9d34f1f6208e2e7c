namespace KPDD.Samples;

/// <summary>Work was cancelled that is not lost; the message says how to go on.</summary>
internal sealed class StoppedRunException(string message, OperationCanceledException cause) : OperationCanceledException(message, cause, cause.CancellationToken);
