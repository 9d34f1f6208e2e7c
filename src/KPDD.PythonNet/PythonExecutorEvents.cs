using System.Diagnostics.Tracing;

namespace KPDD.PythonNet;

/// <summary>What is worth a line in a log, as events of the source <c>KPDD-PythonNet</c>; <c>dotnet-trace</c>, <c>EventListener</c> and OpenTelemetry read them.</summary>
[EventSource(Name = "KPDD-PythonNet")]
internal sealed class PythonExecutorEvents : EventSource
{
    /// <summary>The one source of these events.</summary>
    public static readonly PythonExecutorEvents Log = new();

    /// <summary>The caller accepts less isolation than the default.</summary>
    [NonEvent]
    public void IsolationLowered(IsolationLevel minimum) => IsolationLowered(minimum.ToString());

    /// <summary>A worker is ready behind the walls it reached.</summary>
    [NonEvent]
    public void WorkerStarted(string interpreter, IsolationLevel level) => WorkerStarted(interpreter, level.ToString());

    [Event(1, Level = EventLevel.Warning, Message = "Programs may run with isolation {0}, less than the default.")]
    private void IsolationLowered(string minimum) => WriteEvent(1, minimum);

    [Event(2, Level = EventLevel.Informational, Message = "{0} became a worker with isolation {1}.")]
    private void WorkerStarted(string interpreter, string level) => WriteEvent(2, interpreter, level);
}
