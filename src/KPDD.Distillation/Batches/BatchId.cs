using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD.Distillation;

/// <summary>The name of a request in a batch file: place, path, stage, and a fingerprint of run and problem, so that no answer can land at another one.</summary>
internal readonly partial record struct BatchId(int Number, int Path, TeacherStage Stage, uint Fingerprint)
{
    /// <summary>The name of one request.</summary>
    /// <param name="pending">The path.</param>
    /// <param name="stage">What is asked for.</param>
    /// <param name="run">What decides the run's answers (<see cref="RunManifest.Identity"/>).</param>
    public static BatchId Of(PendingPath pending, TeacherStage stage, string run) =>
        new(pending.Number, pending.Path, stage, (uint)TextFingerprint.Of($"{pending.Problem.Id}\0{pending.Problem.Question}\0{run}"));

    public static bool TryParse([NotNullWhen(true)] string? text, out BatchId id)
    {
        Match match = Form().Match(text ?? string.Empty);
        bool read = int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out int number)
            & int.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out int path)
            & Enum.TryParse(match.Groups[3].Value, ignoreCase: true, out TeacherStage stage);
        id = read ? new BatchId(number, path, stage, uint.Parse(match.Groups[4].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)) : default;
        return read;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"kpdd-{Number}-{Path}-{Stage}-{Fingerprint:x8}");

    [GeneratedRegex("^kpdd-([0-9]{1,9})-([0-9]{1,2})-([A-Za-z]+)-([0-9a-f]{8})$")]
    private static partial Regex Form();
}
