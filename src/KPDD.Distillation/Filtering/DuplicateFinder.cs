using System.Text.RegularExpressions;

namespace KPDD.Distillation;

/// <summary>Remembers what was said to each question. Holds 16 bytes a rationale, so that a long run fits in memory. Not thread-safe.</summary>
internal sealed partial class DuplicateFinder
{
    private readonly HashSet<UInt128> seen = [];

    /// <summary>True the first time that this rationale, or one equal to it, is given for this question.</summary>
    public bool IsNew(TeacherPath path)
    {
        Rationale rationale = path.Rationale!;
        string said = rationale.Kind == RationaleKind.ProgramOfThought ? ProgramShape.Of(rationale.Text) : Plain(rationale.Text);
        return seen.Add(TextFingerprint.Of($"{Plain(path.Problem.Question)}\0{said}"));
    }

    private static string Plain(string text) => WhiteSpace().Replace(text.Trim(), " ").ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
