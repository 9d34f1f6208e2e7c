namespace KPDD;

/// <summary>How <see cref="ProgramOfThoughtSolver"/> proposes, runs and chooses programs.</summary>
public sealed class ProgramOfThoughtOptions
{
    /// <summary>
    /// Propose several programs, run them all and choose by their answers (execution-guided decoding); false keeps the student's first.
    /// <value>Default: true.</value>
    /// </summary>
    public bool ExecutionGuided { get; set; } = true;

    /// <summary>
    /// Programs proposed a problem, as beams, unless <see cref="GenerationOptions.NumBeams"/> says otherwise.
    /// <value>Default: null, the number of beams the student describes.</value> Range 1 to 64.
    /// </summary>
    public int? Candidates { get; set; }

    /// <summary>
    /// Also propose programs from the question alone where there are key points: both readings vote, so that a wrong key point can be outvoted, at twice
    /// the cost. Of effect only with <see cref="ExecutionGuided"/>. <value>Default: null, as the student's description says, else false.</value>
    /// </summary>
    public bool? VoteWithoutKeyPoints { get; set; }

    /// <summary>
    /// Re-ranks candidates whose answers differ by how well each program explains the question, P(question | program), see <see cref="DistillationStage.Channel"/>.
    /// It reads the text format of the solve student. Of effect only with <see cref="ExecutionGuided"/>; not disposed. <value>Default: null, the student's own, if it has one.</value>
    /// </summary>
    public ITextScorer? ChannelModel { get; set; }

    /// <summary>
    /// How much the channel model's log-probability counts beside the student's own; 0 does not ask it (a student's own is loaded with the student all the same).
    /// <value>Default: null, as the student's description says, else 0.3.</value> At least 0.
    /// </summary>
    public double? ChannelWeight { get; set; }

    /// <summary>Which answers are chosen only when nothing else remains; null treats all alike. <value>Default: <see cref="WordProblemPlausibility"/>.</value></summary>
    public IAnswerPlausibility? Plausibility { get; set; } = new WordProblemPlausibility();

    /// <summary>How to choose among candidates. <value>Default: null, an <see cref="AnswerVoteSelector"/> with <see cref="Plausibility"/>.</value></summary>
    public ICandidateSelector? Selector { get; set; }

    /// <summary>Problems whose programs run at the same time; above 1 the executor must be thread-safe. <value>Default: 1.</value> At least 1.</summary>
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public ProgramOfThoughtOptions Clone() => (ProgramOfThoughtOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Candidates is < 1 or > 64)
        {
            throw new ArgumentException("ProgramOfThoughtOptions.Candidates must be 1 to 64.", nameof(Candidates));
        }

        if (ChannelWeight is { } weight && !(weight >= 0 && double.IsFinite(weight)))
        {
            throw new ArgumentException("ProgramOfThoughtOptions.ChannelWeight must be a number of at least 0.", nameof(ChannelWeight));
        }

        if (MaxConcurrency < 1)
        {
            throw new ArgumentException("ProgramOfThoughtOptions.MaxConcurrency must be at least 1.", nameof(MaxConcurrency));
        }
    }
}
