using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>What a worker says of itself when it is ready.</summary>
/// <param name="Version">Version of the interpreter.</param>
/// <param name="Forks">True when one worker serves many programs.</param>
/// <param name="Mechanisms">Each wall with its state.</param>
/// <param name="Denied">What a locked-down process tried, and whether it was denied.</param>
/// <param name="AbsentModules">The extra modules that are not installed for this interpreter.</param>
internal sealed record WorkerGreeting(
    string Version, bool Forks, IReadOnlyDictionary<string, string> Mechanisms, IReadOnlyDictionary<string, bool> Denied, IReadOnlyList<string> AbsentModules)
{
    /// <summary>The attempts that the probe makes; a probe that reports fewer did not finish.</summary>
    public const int AttemptCount = 8;

    /// <summary>The nonce of the greeting's frame.</summary>
    public const string Nonce = "hello";

    /// <summary>The isolation that was verified.</summary>
    public IsolationLevel Level =>
        Denied.Count < AttemptCount || Denied.Values.Contains(false) ? IsolationLevel.Process
        : IsOn("seccomp") && (IsOn("landlock") || IsOn("namespaces")) ? IsolationLevel.Layered
        : IsolationLevel.Confined;

    /// <summary>What keeps the level below <see cref="IsolationLevel.Layered"/>.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. Mechanisms.Where(wall => !IsOn(wall.Key)).Select(wall => $"{wall.Key} ({wall.Value})"),
        .. Denied.Where(attempt => !attempt.Value).Select(attempt => $"a program can {attempt.Key}"),
        .. Denied.Count < AttemptCount ? ["the walls could not be verified on this system"] : Array.Empty<string>(),
    ];

    /// <summary>Reads the greeting.</summary>
    public static WorkerGreeting Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
        var root = document.RootElement;
        return new WorkerGreeting(
            root.GetProperty("version").GetString() ?? string.Empty,
            root.GetProperty("forks").GetBoolean(),
            root.GetProperty("walls").EnumerateObject().ToDictionary(wall => wall.Name, wall => wall.Value.GetString() ?? string.Empty),
            root.GetProperty("denied").EnumerateObject().ToDictionary(attempt => attempt.Name, attempt => attempt.Value.GetBoolean()),
            [.. root.GetProperty("absent").EnumerateArray().Select(module => module.GetString() ?? string.Empty)]);
    }

    private bool IsOn(string wall) => Mechanisms.TryGetValue(wall, out var state) && state.StartsWith("on", StringComparison.Ordinal);
}
