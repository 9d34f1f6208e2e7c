namespace KPDD;

/// <summary>Equal for answers that are the same number, however they are written.</summary>
internal static class AnswerKey
{
    /// <summary>The key of an answer; the text itself when it is no number.</summary>
    public static string Of(string answer) =>
        AnswerNumber.TryParse(answer, out AnswerNumber value)
            ? value.Round(9).ToString() // 0.333333333 and 1/3 vote together
            : answer.Trim();
}
