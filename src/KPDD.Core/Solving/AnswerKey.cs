using System.Globalization;

namespace KPDD;

/// <summary>Equal for answers that are the same number, however they are written.</summary>
internal static class AnswerKey
{
    /// <summary>The key of an answer; the text itself when it is no number.</summary>
    public static string Of(string answer) =>
        NumberText.TryParse(answer, out double value)
            ? (value == 0 ? 0 : value).ToString("G10", CultureInfo.InvariantCulture) // 10 digits: 0.1 + 0.2 and 0.3 vote together.
            : answer.Trim();
}
