using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD.Distillation;

/// <summary>The name of a request in a batch file: place, path and a fingerprint of the problem, so that no answer can land at another one.</summary>
internal readonly partial record struct BatchId(int Number, int Path, uint Problem)
{
    public static BatchId Of(int number, int path, MathProblem problem) => new(number, path, (uint)TextFingerprint.Of(problem));

    public static bool TryParse([NotNullWhen(true)] string? text, out BatchId id)
    {
        Match match = Form().Match(text ?? string.Empty);
        bool read = int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out int number)
            & int.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out int path);
        id = read ? new BatchId(number, path, uint.Parse(match.Groups[3].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)) : default;
        return read;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"kpdd-{Number}-{Path}-{Problem:x8}");

    [GeneratedRegex("^kpdd-([0-9]{1,9})-([0-9]{1,2})-([0-9a-f]{8})$")]
    private static partial Regex Form();
}
