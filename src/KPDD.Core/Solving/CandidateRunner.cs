namespace KPDD;

/// <summary>Runs the programs a student proposed for one problem.</summary>
internal sealed class CandidateRunner(IProgramExecutor executor)
{
    /// <summary>Joins equal programs and runs each once.</summary>
    /// <param name="hypotheses">The proposals, best first.</param>
    /// <param name="cancellationToken">Stops the programs.</param>
    /// <returns>The candidates, best first.</returns>
    public async Task<IReadOnlyList<ProgramCandidate>> RunAsync(
        IReadOnlyList<(Rationale Program, double Score)> hypotheses, CancellationToken cancellationToken)
    {
        var candidates = new List<ProgramCandidate>(hypotheses.Count);
        foreach (var equal in hypotheses.GroupBy(hypothesis => hypothesis.Program.Text.Trim(), StringComparer.Ordinal))
        {
            Rationale program = equal.First().Program;
            ProgramResult run = equal.Key.Length == 0
                ? new ProgramResult(ProgramOutcome.NoAnswer) { Message = "The student wrote no program." }
                : await ExecuteAsync(program.Text, cancellationToken).ConfigureAwait(false);
            double weight = equal.Sum(hypothesis => Math.Exp(hypothesis.Score));
            candidates.Add(new ProgramCandidate(program, Math.Log(weight), run, NumberOf(run)));
        }

        return candidates;
    }

    // Words and lists are values too, but no answer to a word problem.
    private static string? NumberOf(ProgramResult run) => ProgramAnswers.Read(run) is { Number: not null } answer ? answer.Answer : null;

    private async Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await executor.ExecuteAsync(program, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or KpddException or OutOfMemoryException))
        {
            // An executor that throws over one program must not take the other problems with it.
            return new ProgramResult(ProgramOutcome.Crashed) { Message = $"The executor failed: {e.Message}" };
        }
    }
}
