namespace KPDD;

/// <summary>
/// Noisy-channel re-ranking: the weight P(program | question) of a candidate is multiplied by P(question | program) to some power.
/// </summary>
/// <remarks>
/// Direct and channel model err in different ways: a student that writes programs may pass over what a question says, and the channel student has to explain each
/// of its words. Formula: Yee, Dauphin and Auli, "Simple and Effective Noisy Channel Modeling for Neural Machine Translation" (EMNLP 2019), section 2, without
/// length terms, since all candidates explain the same question.
/// </remarks>
internal sealed class ChannelReranker(ITextScorer channel, double weight, IStudentTextFormat format)
{
    /// <summary>The candidates of each problem with their new scores, best first. Problems whose candidates agree are left as they are.</summary>
    public async Task<IReadOnlyList<RankedCandidates>> RerankAsync(IReadOnlyList<Contest> contests, CancellationToken cancellationToken)
    {
        RankedCandidates[] ranked = [.. contests.Select(contest => new RankedCandidates(contest.Candidates, null))];
        int[] open = [.. Enumerable.Range(0, contests.Count).Where(i => contests[i].IsOpen)];
        IReadOnlyList<ItemOutcome<IReadOnlyList<ProgramCandidate>>> outcomes = await ItemIsolation
            .RunAsync([.. open.Select(i => contests[i])], _ => null, batch => ScoreAsync(batch, cancellationToken), "Re-ranking", cancellationToken).ConfigureAwait(false);
        foreach ((int i, ItemOutcome<IReadOnlyList<ProgramCandidate>> outcome) in open.Zip(outcomes))
        {
            ranked[i] = new RankedCandidates(outcome.Value ?? contests[i].Candidates, outcome.Error);
        }

        return ranked;
    }

    private async Task<IReadOnlyList<IReadOnlyList<ProgramCandidate>>> ScoreAsync(IReadOnlyList<Contest> batch, CancellationToken cancellationToken)
    {
        PromptedText?[][] texts = [.. batch.Select(Texts)];
        PromptedText[] asked = [.. texts.SelectMany(text => text).OfType<PromptedText>()];
        IReadOnlyList<double> scores = asked.Length == 0 ? [] : await StudentBatch.ScoreAsync(channel, asked, cancellationToken).ConfigureAwait(false);
        var next = new Queue<double>(scores);
        return [.. batch.Select((contest, i) => Reweigh(contest.Candidates, [.. texts[i].Select(text => text is null ? (double?)null : next.Dequeue())]))];
    }

    /// <summary>What the channel is asked about each candidate: nothing about those without an answer, which are not chosen among, or that the format cannot express.</summary>
    private PromptedText?[] Texts(Contest contest)
    {
        string question = format.FormatChannelTarget(contest.Problem);
        return [.. contest.Candidates.Select(candidate =>
            candidate.Answer is not null && format.FormatChannelPrompt(contest.Problem, candidate.Rationale) is { } prompt ? new PromptedText(prompt, question) : null)];
    }

    // Differences to the best explanation: a long question's log-probability would let every weight underflow. A program that the format cannot express counts as the worst one.
    private IReadOnlyList<ProgramCandidate> Reweigh(IReadOnlyList<ProgramCandidate> candidates, double?[] explained)
    {
        if (explained.Max() is not { } best)
        {
            return candidates;
        }

        double worst = explained.Min()!.Value;
        return [.. candidates
            .Select((candidate, i) => candidate with { Score = candidate.Score + (weight * ((explained[i] ?? worst) - best)) })
            .OrderByDescending(candidate => candidate.Score)];
    }
}

/// <summary>The candidates of one problem, the student's best first.</summary>
internal sealed record Contest(MathProblem Problem, IReadOnlyList<ProgramCandidate> Candidates)
{
    /// <summary>True when two of them answer differently: only then is there something to decide.</summary>
    public bool IsOpen { get; } = Candidates.Select(candidate => candidate.Answer).OfType<string>().Select(AnswerKey.Of).Distinct().Skip(1).Any();
}

/// <summary>The candidates of one problem after re-ranking.</summary>
/// <param name="Candidates">The candidates, best first.</param>
/// <param name="Error">Why they were left in the student's own order; null when nothing failed.</param>
internal sealed record RankedCandidates(IReadOnlyList<ProgramCandidate> Candidates, string? Error);
