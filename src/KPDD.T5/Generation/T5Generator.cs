using KPDD.T5.Generation;

namespace KPDD.T5;

/// <summary>Generates token ids with any engine, by greedy search, beam search and sampling, and scores given ones.</summary>
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

        // Prompts of similar length run together, so that a batch's rows end at about the same time.
        return RunAll(engine, inputIds, inputIds, settings.Options.BatchSize, factory.Create, search => search.Hypotheses(), cancellationToken);
    }

    /// <summary>Reads given texts and says how probable each token is: teacher forcing, without dropout.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="inputIds">Token ids of each prompt, ended by the end token; none may be empty.</param>
    /// <param name="targetIds">Token ids of each text, ended by the end token; one a prompt, none may be empty.</param>
    /// <param name="batchSize">Most texts run together through the model. <value>Default: 32.</value> At least 1.</param>
    /// <param name="cancellationToken">Polled each step.</param>
    /// <returns>The natural logarithm of the probability of each token of each text, in the order of <paramref name="targetIds"/>.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, a row is empty or holds an id outside the vocabulary, or the batch size is out of range.</exception>
    /// <exception cref="KpddException">The model gives numbers that are not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<IReadOnlyList<double>> Score(
        IT5Engine engine, IReadOnlyList<int[]> inputIds, IReadOnlyList<int[]> targetIds, int batchSize = 32, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(targetIds);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        RequireTargets(targetIds, inputIds.Count, engine.Config.VocabSize);
        return RunAll(
            engine, inputIds, targetIds, batchSize, row => new ReadingSearch(targetIds[row]), search => search.Hypotheses()[0].TokenLogProbabilities, cancellationToken);
    }

    /// <summary>Takes a search a row to its end, those of like length together, longest first, and reads what it found.</summary>
    private static TResult[] RunAll<TResult>(
        IT5Engine engine,
        IReadOnlyList<int[]> inputIds,
        IReadOnlyList<int[]> likeLength,
        int batchSize,
        Func<int, ISearch> create,
        Func<ISearch, TResult> read,
        CancellationToken cancellationToken)
    {
        var results = new TResult[inputIds.Count];
        foreach (int[] batch in Enumerable.Range(0, inputIds.Count).OrderByDescending(row => likeLength[row].Length).Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ISearch[] searches = [.. batch.Select(create)];
            using var run = new GenerationRun(engine, [.. batch.Select(row => inputIds[row])], searches, cancellationToken);
            while (run.Step(cancellationToken))
            {
                // Each step leaves its tokens in the searches.
            }

            for (int i = 0; i < batch.Length; i++)
            {
                results[batch[i]] = read(searches[i]);
            }
        }

        return results;
    }

    private static void RequireTargets(IReadOnlyList<int[]> targetIds, int expected, int vocabulary)
    {
        if (targetIds.Count != expected)
        {
            throw new ArgumentException($"There are {targetIds.Count} texts for {expected} prompts; give one each.", nameof(targetIds));
        }

        for (int row = 0; row < targetIds.Count; row++)
        {
            if (targetIds[row] is not { Length: > 0 } ids)
            {
                throw new ArgumentException($"Text {row} is empty; it needs at least the end token.", nameof(targetIds));
            }

            if (Array.FindIndex(ids, id => id < 0 || id >= vocabulary) is >= 0 and int at)
            {
                throw new ArgumentException($"Text {row} holds the id {ids[at]} at position {at}; the vocabulary ends at {vocabulary - 1}.", nameof(targetIds));
            }
        }
    }
}
