using System.Runtime.InteropServices;

namespace KPDD.T5.Generation;

/// <summary>One batch on its way: a session of the engine and the search of each row. Each step writes one token a running row.</summary>
internal sealed class GenerationRun : IDisposable
{
    private readonly IT5Session session;
    private readonly int vocabulary;
    private readonly List<(ISearch Search, int Rows)> active;
    private readonly List<int> tokens;
    private float[] logits = [];

    public GenerationRun(IT5Engine engine, IReadOnlyList<int[]> inputIds, IReadOnlyList<ISearch> searches, CancellationToken cancellationToken)
    {
        vocabulary = engine.Config.VocabSize;
        active = [.. searches.Select(search => (search, 1))];
        tokens = [.. Enumerable.Repeat(engine.Config.DecoderStartTokenId, searches.Count)];
        session = engine.Encode(inputIds, cancellationToken);
    }

    /// <summary>Runs one step; false once every search has ended.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Step(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int needed = checked(tokens.Count * vocabulary);
        logits = logits.Length >= needed ? logits : new float[needed];
        session.DecodeNext(CollectionsMarshal.AsSpan(tokens), logits.AsSpan(0, needed));
        List<int> sources = Advance(logits.AsSpan(0, needed));
        if (active.Count > 0 && !sources.SequenceEqual(Enumerable.Range(0, session.Rows)))
        {
            session.SelectRows(CollectionsMarshal.AsSpan(sources));
        }

        return active.Count > 0;
    }

    public void Dispose() => session.Dispose();

    /// <summary>Advances each search, drops those that ended, and gives the source row of each row of the next step.</summary>
    private List<int> Advance(ReadOnlySpan<float> stepLogits)
    {
        var sources = new List<int>(tokens.Count);
        var next = new List<Continuation>();
        tokens.Clear();
        int firstRow = 0;
        for (int i = 0; i < active.Count; i++)
        {
            (ISearch search, int rows) = active[i];
            next.Clear();
            search.Advance(new LogitRows(stepLogits.Slice(firstRow * vocabulary, rows * vocabulary), vocabulary), next);
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
