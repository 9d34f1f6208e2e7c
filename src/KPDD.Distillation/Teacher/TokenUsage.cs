namespace KPDD.Distillation;

/// <summary>Tokens that went to a model and came back.</summary>
/// <param name="Input">Tokens of the prompts.</param>
/// <param name="Output">Tokens of the answers.</param>
public readonly record struct TokenUsage(long Input, long Output)
{
    // English runs at about four characters a token; where a server counts nothing, this stands in.
    private const int CharactersPerToken = 4;

    /// <summary>Both together.</summary>
    public long Total => Input + Output;

    /// <summary>Adds two counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => new(left.Input + right.Input, left.Output + right.Output);

    /// <summary>Adds two counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;

    /// <summary>The tokens of several answers.</summary>
    internal static TokenUsage Of(IEnumerable<TeacherReply> replies) => replies.Aggregate(default(TokenUsage), (sum, reply) => sum + reply.Usage);

    /// <summary>The tokens a text of this length comes to, about.</summary>
    internal static long Estimate(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
