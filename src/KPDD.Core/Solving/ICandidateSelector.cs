namespace KPDD;

/// <summary>Chooses among the programs a student proposed for one problem: the place to plug in a choice of your own.</summary>
/// <remarks>Implementations of this library hold no state and may be used from several threads at once.</remarks>
public interface ICandidateSelector
{
    /// <summary>Chooses a candidate.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="candidates">The candidates, best first, after the channel model's re-ranking where there is one; at least one. Some or all may have failed.</param>
    /// <returns>One of <paramref name="candidates"/>; its first where none has an answer.</returns>
    ProgramCandidate Choose(MathProblem problem, IReadOnlyList<ProgramCandidate> candidates);
}
