namespace KPDD;

/// <summary>When a beam search ends that has as many finished hypotheses as beams: the reference library's <c>early_stopping</c>.</summary>
public enum EarlyStopping
{
    /// <summary>When the best running beam, scored at its present length, would not beat the worst finished hypothesis (the reference's <c>False</c>).</summary>
    Heuristic,

    /// <summary>At once (the reference's <c>True</c>).</summary>
    Immediate,

    /// <summary>When no running beam could beat the worst finished hypothesis at any length up to the token limit (the reference's <c>"never"</c>).</summary>
    Never,
}
