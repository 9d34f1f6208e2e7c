using System.Globalization;
using System.Text;

namespace KPDD.Distillation;

/// <summary>Describes a distillation set for whoever finds its folder: where it comes from, what was dropped and why, and what each file holds.</summary>
internal sealed class DataCard(DistillationOutputOptions options)
{
    private readonly SortedSet<string> teachers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> prompts = new(StringComparer.Ordinal);
    private readonly SortedSet<RationaleKind> kinds = [];

    /// <summary>Examples of the key set.</summary>
    public int KeyExamples { get; set; }

    public void Add(PathVerdict verdict)
    {
        AddKnown(teachers, verdict.Path.Teacher);
        AddKnown(prompts, verdict.Path.PromptVersion);
        if (verdict.Path.Rationale is { } rationale)
        {
            kinds.Add(rationale.Kind);
        }
    }

    public string Format(FilterReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            ---
            language: en
            configs:
            - config_name: key
              data_files: {DistillationFiles.KeyPrompts}
            - config_name: solve
              data_files: {DistillationFiles.SolvePrompts}
            ---
            # {options.Title}

            Reasoning paths of a teacher model for maths word problems, kept where their answer is the gold answer (key-point-driven distillation, arXiv 2407.10167).

            | | |
            | --- | --- |
            | teacher | {Named(teachers)} |
            | prompts | {Named(prompts)} |
            | rationales | {Named(kinds.Select(kind => kind.ToString()))} |
            | problems | {options.Source ?? "(source and licence of the problems go here)"} |
            | answer rule | {Rules()} |
            | paths | {report.Total} judged, {report.Kept} kept ({Percent(report.Retention)}) |
            | problems with a kept path | {report.CoveredQuestions} of {report.PerQuestion.Count} |
            | examples of the key set | {KeyExamples} |

            ## Why paths were kept or dropped

            | reason | paths | share |
            | --- | ---: | ---: |

            """);
        foreach ((PathReason reason, int count) in report.PerReason)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {reason} | {count} | {Percent((double)count / report.Total)} |\n");
        }

        text.Append("\n## Retention by path number\n\n| path | judged | kept | share |\n| ---: | ---: | ---: | ---: |\n");
        foreach (PathRetention path in report.PerPath)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {path.PathNumber} | {path.Total} | {path.Kept} | {Percent(path.Retention)} |\n");
        }

        return text.Append(Files).ToString().ReplaceLineEndings("\n");
    }

    private const string Files = $"""

        ## Files

        | file | holds |
        | --- | --- |
        | {DistillationFiles.Set} | every kept path: id, question, expectedAnswer, coreQuestion, information, kind, rationale, teacher, promptVersion, pathNumber |
        | {DistillationFiles.KeySet} | question and key points, each pair once: for the student that extracts key points |
        | {DistillationFiles.SolveSet} | question, key points and rationale: for the student that solves |
        | {DistillationFiles.KeyPrompts}, {DistillationFiles.SolvePrompts} | the same two sets as `prompt` and `completion` |
        | {DistillationFiles.Verdicts} | every path, kept or dropped, with its reason |
        | {DistillationFiles.Report} | the figures above, and those of each problem |

        A kept path has the right answer; that its reasoning is right throughout, nobody has checked.

        """;

    private static void AddKnown(SortedSet<string> names, string? name)
    {
        if (name is not null)
        {
            names.Add(name);
        }
    }

    private static string Named(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } named ? named : "not known";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private string Rules()
    {
        PathFilterOptions rules = options.Filter ?? new PathFilterOptions();
        string[] more =
        [
            .. rules.RequireKeyPoints ? ["key points required"] : Array.Empty<string>(),
            .. rules.RequireRightArithmetic ? ["calculations must be right"] : Array.Empty<string>(),
            .. rules.RequireComputedAnswer ? ["the answer must be computed"] : Array.Empty<string>(),
            .. rules.DropDuplicates ? ["no duplicates"] : Array.Empty<string>(),
        ];
        return string.Join("; ", [rules.Rule == AnswerRule.Strict ? "strict" : "lenient", .. more]);
    }
}
