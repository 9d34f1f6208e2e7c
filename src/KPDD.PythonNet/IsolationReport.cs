namespace KPDD.PythonNet;

/// <summary>What keeps programs apart from the host on this machine, as found by trying it.</summary>
/// <param name="Requested">The least level asked for.</param>
/// <param name="Effective">The level reached.</param>
/// <param name="InterpreterPath">The Python executable in use.</param>
/// <param name="PythonVersion">Its version, for example <c>3.11.2</c>.</param>
public sealed record IsolationReport(IsolationLevel Requested, IsolationLevel Effective, string InterpreterPath, string PythonVersion)
{
    /// <summary>Each mechanism with its state, <c>on</c> or <c>off</c> and the reason. Empty where the system has none of them.</summary>
    public IReadOnlyDictionary<string, string> Mechanisms { get; init; } = new Dictionary<string, string>();

    /// <summary>What a locked-down process tried, and whether the kernel denied it. Empty where it was not tried.</summary>
    public IReadOnlyDictionary<string, bool> Denied { get; init; } = new Dictionary<string, bool>();

    /// <summary>What is missing for <see cref="IsolationLevel.Layered"/>, in words for a person.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
