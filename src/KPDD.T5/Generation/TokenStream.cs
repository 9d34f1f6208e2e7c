using System.Runtime.CompilerServices;

namespace KPDD.T5.Generation;

/// <summary>Writes one text and hands out each token when it is written.</summary>
internal sealed class TokenStream(IT5Engine engine, GenerationSettings settings, Func<int[], string> decode)
{
    /// <exception cref="ArgumentException">The options ask for more than one text, or for a search that knows its text only at the end.</exception>
    public static void RequireOnePath(GenerationSettings settings)
    {
        if (settings.Beams > 1 || settings.Returned > 1)
        {
            throw new ArgumentException(
                "A stream writes one text token by token: set GenerationOptions.NumBeams and NumReturnSequences to 1; beams know their text only at the end.");
        }
    }

    /// <summary>The tokens, one a step, each step on the thread pool. Nothing runs between two calls of the reader.</summary>
    public async IAsyncEnumerable<GeneratedToken> ReadAsync(int[] inputIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ISearch search = new SearchFactory(settings, [inputIds]).Create(0);
        using GenerationRun run = await Task.Run(
            () => new GenerationRun(engine, [inputIds], [search], cancellationToken), CancellationToken.None).ConfigureAwait(false);
        int written = 0;
        string text = string.Empty;
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = await Task.Run(() => run.Step(cancellationToken), CancellationToken.None).ConfigureAwait(false);
            T5Hypothesis soFar = search.Hypotheses()[0];
            if (soFar.TokenLogProbabilities.Count == written)
            {
                // The options forbade every token.
                yield break;
            }

            string before = text;
            text = decode(soFar.Ids);
            bool isEnd = soFar.Ids.Length == written;
            // A longer text begins with the shorter one: each piece adds to what was decoded before.
            yield return new GeneratedToken(isEnd ? settings.EosTokenId : soFar.Ids[^1], text[before.Length..], soFar.TokenLogProbabilities[^1]);
            written++;
        }
    }
}
