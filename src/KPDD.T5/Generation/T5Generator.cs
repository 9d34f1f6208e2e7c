using System.Runtime.InteropServices;
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
    /// <returns>The hypotheses of each row, best first, in the order of <paramref name="inputIds"/>.</returns>
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
        var settings = new GenerationSettings(
            options.Clone(), Math.Min(vocabularyLimit, engine.Config.VocabSize), engine.Config.EosTokenId);
        settings.Validate();

        var results = new IReadOnlyList<T5Hypothesis>[inputIds.Count];
        // Rows of similar length run together, so that a batch's rows end at about the same time.
        IEnumerable<int> byLength = Enumerable.Range(0, inputIds.Count).OrderByDescending(row => inputIds[row].Length);
        foreach (int[] batch in byLength.Chunk(settings.Options.BatchSize))
        {
            ISearch[] searches = Run(engine, batch, inputIds, settings, cancellationToken);
            for (int i = 0; i < batch.Length; i++)
            {
                results[batch[i]] = searches[i].Hypotheses();
            }
        }

        return results;
    }

    private static ISearch[] Run(
        IT5Engine engine, int[] batch, IReadOnlyList<int[]> inputIds, GenerationSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ISearch[] searches = [.. batch.Select(row => settings.Beams > 1 ? (ISearch)new BeamSearch(settings) : new PathSearch(settings, row))];
        using IT5Session session = engine.Encode([.. batch.Select(row => inputIds[row])], cancellationToken);
        var active = searches.Select(search => (Search: search, Rows: 1)).ToList();
        List<int> tokens = [.. Enumerable.Repeat(engine.Config.DecoderStartTokenId, batch.Length)];
        float[] logits = [];
        while (active.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int needed = checked(tokens.Count * engine.Config.VocabSize);
            logits = logits.Length >= needed ? logits : new float[needed];
            session.DecodeNext(CollectionsMarshal.AsSpan(tokens), logits.AsSpan(0, needed));
            List<int> sources = Advance(active, logits.AsSpan(0, needed), engine.Config.VocabSize, tokens);
            if (active.Count > 0 && !sources.SequenceEqual(Enumerable.Range(0, session.Rows)))
            {
                session.SelectRows(CollectionsMarshal.AsSpan(sources));
            }
        }

        return searches;
    }

    /// <summary>Advances each search, drops those that ended, and gives the source row of each row of the next step.</summary>
    private static List<int> Advance(List<(ISearch Search, int Rows)> active, ReadOnlySpan<float> logits, int vocabulary, List<int> tokens)
    {
        var sources = new List<int>(tokens.Count);
        var next = new List<Continuation>();
        tokens.Clear();
        int firstRow = 0;
        for (int i = 0; i < active.Count; i++)
        {
            (ISearch search, int rows) = active[i];
            next.Clear();
            search.Advance(new LogitRows(logits.Slice(firstRow * vocabulary, rows * vocabulary), vocabulary), next);
            foreach (Continuation continuation in next)
            {
                sources.Add(firstRow + continuation.SourceRow);
                tokens.Add(continuation.Token);
            }

            active[i] = (search, next.Count);
            firstRow += rows;
        }

        active.RemoveAll(entry => entry.Rows == 0);
        return sources;
    }
}
