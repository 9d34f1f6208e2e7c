namespace KPDD.T5.Generation;

/// <summary>A row of the next step: it continues a row of this step with a token.</summary>
/// <param name="SourceRow">Number of the row, counted among the rows of its search.</param>
/// <param name="Token">The token it feeds next.</param>
internal readonly record struct Continuation(int SourceRow, int Token);

/// <summary>The search for the hypotheses of one prompt. It starts with one decoder row, which holds the start token.</summary>
internal interface ISearch
{
    /// <summary>Takes the logits of this search's rows and adds the rows of the next step; adding none ends the search.</summary>
    void Advance(LogitRows logits, List<Continuation> next);

    /// <summary>The result, best first.</summary>
    IReadOnlyList<T5Hypothesis> Hypotheses();
}
