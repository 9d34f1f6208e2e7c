namespace KPDD.T5;

/// <summary>One token of a text that is being written.</summary>
/// <param name="Id">The token. The end token comes too; a text without it stopped at the token limit.</param>
/// <param name="Text">What the token adds to the text; may be empty. All of them joined are the whole text.</param>
/// <param name="LogProbability">The model's own log-probability of the token, before penalties, temperature and filters.</param>
public sealed record GeneratedToken(int Id, string Text, double LogProbability);
