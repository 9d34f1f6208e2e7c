using System.Globalization;
using System.Text;

namespace KPDD;

/// <summary>A question as a tiny student sees it: clauses of lower-case words in which each quantity is <c>number0</c>, <c>number1</c> ...</summary>
/// <remarks>Masking quantities is the usual preparation of MAWPS, ASDiv-A and SVAMP; a student of a few million parameters cannot copy digits.</remarks>
public sealed class MaskedQuestion
{
    /// <summary>Most quantities that get a name; further ones stay the word <c>number</c>.</summary>
    public const int MaxQuantities = 16;

    /// <summary>Most clauses that can be pointed at; further text belongs to the last one.</summary>
    public const int MaxClauses = 16;

    private readonly string question;

    private MaskedQuestion(string question, List<string> quantities, List<MaskedClause> clauses)
    {
        this.question = question;
        Quantities = quantities;
        Clauses = clauses;
    }

    /// <summary>The quantities in the order of the text, as a program writes them: <c>number0</c> is the first.</summary>
    public IReadOnlyList<string> Quantities { get; }

    /// <summary>The clauses in the order of the text.</summary>
    public IReadOnlyList<MaskedClause> Clauses { get; }

    /// <summary>Number of the clause that asks: the last one with a question word or mark, otherwise the last; -1 when there is no clause.</summary>
    public int QuestionClause
    {
        get
        {
            int asked = Clauses.ToList().FindLastIndex(c => c.Asks);
            return asked >= 0 ? asked : Clauses.Count - 1;
        }
    }

    /// <summary>Masks a question.</summary>
    /// <param name="question">Any text.</param>
    /// <returns>The masked question; without clauses when the text holds no token.</returns>
    public static MaskedQuestion Parse(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        List<QuestionToken> tokens = QuestionToken.Split(question);
        var quantities = new List<string>();
        var words = new string[tokens.Count];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = tokens[i].Literal is { } literal ? NameQuantity(quantities, literal) : tokens[i].Text;
        }

        var clauses = new List<MaskedClause>();
        foreach (Range range in ClauseSplitter.Split(tokens))
        {
            QuestionToken[] part = [.. tokens[range]];
            clauses.Add(new MaskedClause(
                question[part[0].Start..part[^1].End],
                string.Join(' ', words[range]),
                [.. words[range].Where(w => w.Length > QuantityName.Prefix.Length && w.StartsWith(QuantityName.Prefix, StringComparison.Ordinal) && char.IsAsciiDigit(w[QuantityName.Prefix.Length]))],
                ClauseSplitter.Asks(part)));
        }

        return new MaskedQuestion(question, quantities, clauses);
    }

    /// <summary>The literal of a quantity name such as <c>number3</c>, or null when the question has no such quantity.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The literal or null.</returns>
    public string? Literal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(QuantityName.Prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(QuantityName.Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < Quantities.Count
                ? Quantities[index]
                : null;
    }

    /// <summary>Numbers of the clauses whose text one of the statements holds, or that hold a statement; a clause of marks only is never one.</summary>
    /// <param name="statements">Statements in the question's own words.</param>
    /// <returns>Clause numbers, rising.</returns>
    public IReadOnlyList<int> FindClauses(IEnumerable<string> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        string[] folded = [.. statements.Select(Fold).Where(s => s.Length > 0)];
        return [.. Enumerable.Range(0, Clauses.Count).Where(i =>
        {
            string clause = Fold(Clauses[i].Text);
            return clause.Length > 0 && folded.Any(s => s.Contains(clause, StringComparison.Ordinal) || clause.Contains(s, StringComparison.Ordinal));
        })];
    }

    /// <inheritdoc/>
    public override string ToString() => question;

    private static string NameQuantity(List<string> quantities, string literal)
    {
        if (quantities.Count == MaxQuantities)
        {
            return QuantityName.Prefix;
        }

        quantities.Add(literal);
        return QuantityName.Of(quantities.Count - 1);
    }

    /// <summary>Letters and digits only, so that blanks, case and closing marks do not matter.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }
}

/// <summary>One clause of a masked question.</summary>
/// <param name="Text">The clause as the question has it.</param>
/// <param name="Masked">The same as words with quantity names, separated by blanks.</param>
/// <param name="Quantities">Names of its quantities.</param>
/// <param name="Asks">True when it asks something.</param>
public sealed record MaskedClause(string Text, string Masked, IReadOnlyList<string> Quantities, bool Asks);
