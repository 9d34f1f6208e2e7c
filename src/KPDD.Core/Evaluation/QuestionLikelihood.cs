namespace KPDD;

/// <summary>Measures a channel student: how probable it finds each word of the validation questions, given their rationales.</summary>
/// <remarks>
/// The geometric mean of P(question | rationale) over all words of the questions, above 0 and at most 1: the inverse of the perplexity a word.
/// May be used from several threads at once.
/// </remarks>
public sealed class QuestionLikelihood : IStudentEvaluator
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A score is not a finite number.</exception>
    /// <exception cref="ArgumentException">The student cannot score texts, or no example has a rationale of its kind that its text format can express.</exception>
    public async Task<double> EvaluateAsync(
        IStudentModel student, IReadOnlyList<DistillationExample> validation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(student);
        StudentBatch.RequireItems(validation, nameof(validation));
        if (student is not ITextScorer scorer)
        {
            throw new ArgumentException($"A {student.GetType().Name} cannot score texts: it must implement {nameof(ITextScorer)}.", nameof(student));
        }

        IStudentTextFormat format = StudentTextFormats.For(student.Description);
        PromptedText[] texts = [.. validation
            .Where(example => example.Rationale?.Kind == student.Description.RationaleKind)
            .Select(example => (Prompt: format.FormatChannelPrompt(example.Problem, example.Rationale!), Target: format.FormatChannelTarget(example.Problem)))
            .Where(text => text.Prompt is not null)
            .Select(text => new PromptedText(text.Prompt!, text.Target))];
        if (texts.Length == 0)
        {
            throw new ArgumentException("No validation example has a rationale that a question could follow from.", nameof(validation));
        }

        IReadOnlyList<double> scores = await StudentBatch.ScoreAsync(scorer, texts, cancellationToken).ConfigureAwait(false);
        // The end of the text counts as a word.
        return Math.Exp(scores.Sum() / texts.Sum(text => text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + 1));
    }
}
