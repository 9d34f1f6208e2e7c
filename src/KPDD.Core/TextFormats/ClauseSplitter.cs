namespace KPDD;

/// <summary>Cuts a question into the clauses that key points can point at.</summary>
internal static class ClauseSplitter
{
    // A question may stand at the end of a longer sentence ("If each box holds 5 pens , how many pens are there ?"): it is cut off there.
    private static readonly HashSet<string> QuestionWords = ["how", "what", "which", "find", "calculate"];

    /// <summary>True when the tokens ask something.</summary>
    public static bool Asks(IReadOnlyList<QuestionToken> tokens) =>
        tokens.Any(t => t.Text == "?") || IndexOfQuestion(tokens, 0, tokens.Count) >= 0;

    /// <summary>Token ranges of the clauses; together they cover every token.</summary>
    public static IReadOnlyList<Range> Split(IReadOnlyList<QuestionToken> tokens)
    {
        var clauses = new List<Range>();
        int start = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            bool last = i == tokens.Count - 1;
            if (last || EndsSentence(tokens, i))
            {
                SplitSentence(tokens, start, i + 1, clauses);
                start = i + 1;
            }
        }

        return Limit(clauses, tokens.Count);
    }

    private static void SplitSentence(IReadOnlyList<QuestionToken> tokens, int start, int end, List<Range> clauses)
    {
        int question = IndexOfQuestion(tokens, start, end);
        int statementEnd = question < 0 ? end : question;
        int from = start;
        for (int i = start; i < statementEnd; i++)
        {
            // A comma parts two statements only when each side has a quantity of its own; "red , blue and green pens" stays whole.
            if (tokens[i].Text is "," && HasQuantity(tokens, from, i) && HasQuantity(tokens, i + 1, statementEnd))
            {
                clauses.Add(from..(i + 1));
                from = i + 1;
            }
        }

        if (from < statementEnd)
        {
            clauses.Add(from..statementEnd);
        }

        if (question >= 0)
        {
            clauses.Add(question..end);
        }
    }

    /// <summary>Where the question of a sentence begins, -1 when it has none: at "how many", "how much", "what is" and the like.</summary>
    private static int IndexOfQuestion(IReadOnlyList<QuestionToken> tokens, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!QuestionWords.Contains(tokens[i].Text))
            {
                continue;
            }

            string next = i + 1 < end ? tokens[i + 1].Text : string.Empty;
            bool asks = tokens[i].Text switch
            {
                "how" => next is "many" or "much" or "long" or "far" or "old" or "tall" or "big" or "heavy" or "fast" or "often" or "high" or "deep" or "wide",
                "what" => next is not "he" and not "she" and not "they" and not "i" and not "it",
                "which" => tokens[end - 1].Text == "?" && i == start,
                _ => i == start,
            };
            if (asks)
            {
                return MergeShort(start, i);
            }
        }

        return -1;
    }

    /// <summary>One or two words before the question ("so how many", "about how many") belong to it.</summary>
    private static int MergeShort(int start, int question) => question - start <= 2 ? start : question;

    private static bool HasQuantity(IReadOnlyList<QuestionToken> tokens, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (tokens[i].Literal is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsSentence(IReadOnlyList<QuestionToken> tokens, int i)
    {
        if (tokens[i].Text is "?" or "!" or ";")
        {
            return true;
        }

        // "mrs . smith" is no end of a sentence.
        return tokens[i].Text == "." && !(i > 0 && tokens[i - 1].Text is "mr" or "mrs" or "ms" or "dr" or "st");
    }

    private static List<Range> Limit(List<Range> clauses, int tokenCount)
    {
        if (clauses.Count > MaskedQuestion.MaxClauses)
        {
            clauses[MaskedQuestion.MaxClauses - 1] = clauses[MaskedQuestion.MaxClauses - 1].Start..tokenCount;
            clauses.RemoveRange(MaskedQuestion.MaxClauses, clauses.Count - MaskedQuestion.MaxClauses);
        }

        return clauses;
    }
}
