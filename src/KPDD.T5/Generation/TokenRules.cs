using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>The rules that the options ask for, in the reference library's order. Not thread-safe: it holds the scores it computes.</summary>
internal sealed class TokenRules
{
    private readonly List<ITokenRule> rules = [];
    private readonly float[] scores;

    public TokenRules(GenerationSettings settings)
    {
        GenerationOptions options = settings.Options;
        scores = new float[settings.VocabularyLimit];
        if (options.RepetitionPenalty != 1)
        {
            rules.Add(new RepetitionPenaltyRule((float)options.RepetitionPenalty));
        }

        if (options.NoRepeatNGramSize > 0)
        {
            rules.Add(new NoRepeatNGramRule(options.NoRepeatNGramSize));
        }

        if (options.MinNewTokens > 0)
        {
            rules.Add(new MinNewTokensRule(options.MinNewTokens, settings.EosTokenId));
        }
    }

    /// <summary>Scores of the tokens that may be written after <paramref name="sequence"/>; valid until the next call.</summary>
    /// <param name="sequence">The start token and the tokens written so far.</param>
    /// <param name="logits">The model's logits; those beyond the vocabulary's limit are left out.</param>
    /// <param name="normalizer">Taken from each logit before the rules see it.</param>
    public ReadOnlySpan<float> Score(ReadOnlySpan<int> sequence, ReadOnlySpan<float> logits, double normalizer = 0)
    {
        TensorPrimitives.Subtract(logits[..scores.Length], (float)normalizer, scores);
        foreach (ITokenRule rule in rules)
        {
            rule.Apply(sequence, scores);
        }

        return scores;
    }
}
