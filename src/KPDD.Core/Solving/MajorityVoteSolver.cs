namespace KPDD;

/// <summary>Self-consistency (arXiv 2203.11171): solves each problem several times with sampling and takes the answer most samples agree on.</summary>
/// <remarks>
/// As thread-safe as the solver it wraps, which it does not dispose. Sample <c>i</c> uses the seed <c>options.Seed + i</c>,
/// so equal options give equal answers. Ties go to the answer that came first.
/// </remarks>
public sealed class MajorityVoteSolver : ISolver
{
    private const double DefaultTemperature = 0.7;
    private readonly ISolver solver;
    private readonly int votes;

    /// <summary>Creates the solver.</summary>
    /// <param name="solver">Solves each sample.</param>
    /// <param name="votes">Samples a problem. Range 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="votes"/> is out of its range.</exception>
    public MajorityVoteSolver(ISolver solver, int votes = 5)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentOutOfRangeException.ThrowIfLessThan(votes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(votes, 1000);
        this.solver = solver;
        this.votes = votes;
    }

    /// <inheritdoc/>
    public RationaleKind Kind => solver.Kind;

    /// <inheritdoc/>
    /// <remarks>Without options the temperature is 0.7; given options keep theirs, and their beams are ignored: a sample has none.</remarks>
    /// <exception cref="ArgumentException">A request is null, or an option is out of its range.</exception>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(requests, nameof(requests));
        GenerationOptions sampling = StudentBatch.Copy(options) ?? new GenerationOptions { Temperature = DefaultTemperature };
        sampling.Sample = true;
        sampling.NumBeams = 1;
        sampling.NumReturnSequences = null;

        var samples = new List<IReadOnlyList<SolveResult>>(votes);
        for (int vote = 0; vote < votes; vote++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GenerationOptions own = sampling.Clone();
            own.Seed = unchecked(sampling.Seed + vote);
            IReadOnlyList<SolveResult> results = await solver.SolveAsync(requests, own, cancellationToken).ConfigureAwait(false);
            BatchContractException.ThrowUnlessOneEach(solver.GetType().Name, results.Count, requests.Count);
            samples.Add(results);
        }

        return [.. Enumerable.Range(0, requests.Count).Select(i => Winner([.. samples.Select(results => results[i])]))];
    }

    private static SolveResult Winner(IReadOnlyList<SolveResult> samples) =>
        samples
            .Where(sample => sample.Answer is not null)
            .GroupBy(sample => AnswerKey.Of(sample.Answer!))
            .MaxBy(group => group.Count())?
            .First()
        ?? samples[0];
}
