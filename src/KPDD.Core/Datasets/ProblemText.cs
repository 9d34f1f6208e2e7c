namespace KPDD;

/// <summary>Joins the body and the question of a problem.</summary>
internal static class ProblemText
{
    private const string SentenceEnds = ".?!,;:";
    private const string ClosingMarks = "\"')]”’";
    private static readonly string[] Subordinators = ["If", "When", "Since", "While", "After", "Before", "Given", "Suppose", "Assuming", "Because", "As"];

    /// <summary>
    /// Body, a space, question. Where the body has no final punctuation it gets a comma before a question that starts in lower case or after a
    /// subordinate clause (<c>If ...</c>), otherwise a full stop. No word is changed, so both parts can be found in the result.
    /// </summary>
    public static string Join(string? body, string question)
    {
        body = body?.Trim();
        question = question.Trim();
        if (string.IsNullOrEmpty(body))
        {
            return question;
        }

        return EndsSentence(body) ? $"{body} {question}" : $"{body}{Mark(body, question)} {question}";
    }

    private static bool EndsSentence(string body)
    {
        string bare = body.TrimEnd(ClosingMarks.ToCharArray());
        return bare.Length > 0 && SentenceEnds.Contains(bare[^1], StringComparison.Ordinal);
    }

    private static char Mark(string body, string question)
    {
        string lastSentence = body[(body.LastIndexOfAny(['.', '?', '!']) + 1)..].TrimStart();
        bool subordinate = Subordinators.Any(s => lastSentence.StartsWith(s + " ", StringComparison.Ordinal));
        return subordinate || char.IsLower(question[0]) ? ',' : '.';
    }
}
