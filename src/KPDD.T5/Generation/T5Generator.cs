using KPDD.T5.Generation;

namespace KPDD.T5;

/// <summary>Generates token ids with any engine: greedy search, beam search and sampling.</summary>
/// <remarks>Holds no state; as thread-safe as the engine.</remarks>
public static class T5Generator
{
    /// <summary>Generates for each row of input ids.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="inputIds">Token ids of each row, ended by the end token; none may be empty. No rows give an empty result.</param>
    /// <param name="options">How to generate. Several hypotheses come from as many beams, or from as many draws when sampling (then <see cref="GenerationOptions.NumReturnSequences"/> may be any number).</param>
    /// <param name="vocabularyLimit">Ids from this number on are never generated: the tokenizer's size, where the model's vocabulary is larger. At least 1.</param>
    /// <param name="cancellationToken">Polled each step.</param>
    /// <returns>The hypotheses of each row, best first, in the order of <paramref name="inputIds"/>; fewer than asked for where the options forbid all others.</returns>
    /// <exception cref="ArgumentException">An option or the limit is out of range, or a row is empty or holds an id outside the vocabulary.</exception>
    /// <exception cref="KpddException">The model gives numbers that are not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<IReadOnlyList<T5Hypothesis>> Generate(
        IT5Engine engine,
        IReadOnlyList<int[]> inputIds,
        GenerationOptions options,
        int vocabularyLimit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularyLimit, 1);
        var settings = new GenerationSettings(options, engine.Config, vocabularyLimit);
        var factory = new SearchFactory(settings, inputIds);

        var results = new IReadOnlyList<T5Hypothesis>[inputIds.Count];
        // Rows of similar length run together, so that a batch's rows end at about the same time.
        IEnumerable<int> byLength = Enumerable.Range(0, inputIds.Count).OrderByDescending(row => inputIds[row].Length);
        foreach (int[] batch in byLength.Chunk(settings.Options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ISearch[] searches = [.. batch.Select(factory.Create)];
            using var run = new GenerationRun(engine, [.. batch.Select(row => inputIds[row])], searches, cancellationToken);
            while (run.Step(cancellationToken))
            {
                // Each step leaves its tokens in the searches.
            }

            for (int i = 0; i < batch.Length; i++)
            {
                results[batch[i]] = searches[i].Hypotheses();
            }
        }

        return results;
    }
}
