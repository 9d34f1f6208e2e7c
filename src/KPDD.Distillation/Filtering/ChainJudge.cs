namespace KPDD.Distillation;

/// <summary>Judges a chain of thought by its answer and its calculations.</summary>
internal static class ChainJudge
{
    public static PathVerdict Judge(TeacherPath path, PathFilterOptions options)
    {
        string text = path.Rationale!.Text;
        ExtractedAnswer found = AnswerExtractor.Extract(text, options.Rule);
        var verdict = new PathVerdict(path, PathReason.Kept) { Answer = found.Answer, Evidence = found.Evidence };
        if (!found.Found)
        {
            return verdict with { Reason = PathReason.Unparsed, Message = "No answer is stated." };
        }

        string expected = path.Problem.ExpectedAnswer!;
        if (!AnswerComparer.Matches(found.Answer, expected, options.Rule))
        {
            return verdict with { Reason = PathReason.WrongAnswer };
        }

        IReadOnlyList<ArithmeticCheck> checks = ArithmeticCheck.FindAll(text);
        if (options.RequireRightArithmetic && checks.FirstOrDefault(check => !check.IsRight) is { } wrong)
        {
            return verdict with { Reason = PathReason.ArithmeticWrong, Message = $"{wrong.Expression} is {wrong.Computed}, not {wrong.Stated}." };
        }

        if (options.RequireComputedAnswer && checks.Count > 0 && !checks.Any(check => IsGold(check.Stated, expected)))
        {
            return verdict with { Reason = PathReason.AnswerNotComputed, Message = $"The last calculation gives {checks[^1].Stated}." };
        }

        return verdict;
    }

    private static bool IsGold(AnswerNumber value, string expected) => AnswerComparer.Matches(value.ToString(), expected, AnswerRule.Lenient);
}
