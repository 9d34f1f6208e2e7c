namespace KPDD;

/// <summary>Judges whether an answer can be the answer of a problem at all, from the two alone.</summary>
/// <remarks>Implementations hold no state and may be used from several threads at once.</remarks>
public interface IAnswerPlausibility
{
    /// <summary>Judges an answer.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="answer">The answer, as number text.</param>
    /// <returns>False when the answer is most likely wrong whatever the program was.</returns>
    bool IsPlausible(MathProblem problem, string answer);
}
