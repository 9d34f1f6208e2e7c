namespace KPDD;

/// <summary>Measures a key student: the share of examples whose key points it writes exactly as the teacher did.</summary>
/// <remarks>Compared after trimming; the order of the information counts. May be used from several threads at once.</remarks>
public sealed class KeyPointAccuracy : IStudentEvaluator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No example has key points.</exception>
    public async Task<double> EvaluateAsync(
        IStudentModel student, IReadOnlyList<DistillationExample> validation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(student);
        StudentBatch.RequireItems(validation, nameof(validation));
        DistillationExample[] examples = [.. validation.Where(e => e.KeyPoints is not null)];
        if (examples.Length == 0)
        {
            throw new ArgumentException("No validation example has key points to compare with.", nameof(validation));
        }

        IStudentTextFormat format = StudentTextFormats.For(student.Description);
        IReadOnlyList<GeneratedText> texts = await StudentBatch.GenerateAsync(
            student, [.. examples.Select(e => format.FormatKeyPointPrompt(e.Problem))], new GenerationOptions { NumBeams = 1 }, cancellationToken).ConfigureAwait(false);
        int right = examples.Zip(texts, (example, text) => AreEqual(format.ParseKeyPoints(example.Problem, text.Text), example.KeyPoints!)).Count(equal => equal);
        return (double)right / examples.Length;
    }

    private static bool AreEqual(KeyPoints given, KeyPoints expected) =>
        given.CoreQuestion.Trim() == expected.CoreQuestion.Trim()
        && given.Information.Select(i => i.Trim()).SequenceEqual(expected.Information.Select(i => i.Trim()));
}
