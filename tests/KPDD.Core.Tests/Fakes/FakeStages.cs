namespace KPDD.Core.Tests.Fakes;

internal sealed class FakeExtractor(Func<MathProblem, KeyPoints> extract) : IKeyPointExtractor
{
    public Task<IReadOnlyList<KeyPoints>> ExtractAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<KeyPoints>>([.. problems.Select(extract)]);
}

internal sealed class FakeSolver(Func<SolveRequest, GenerationOptions?, string?> answer) : ISolver
{
    public FakeSolver(Func<SolveRequest, string?> answer)
        : this((request, _) => answer(request))
    {
    }

    public List<SolveRequest> Requests { get; } = [];

    public List<GenerationOptions?> Options { get; } = [];

    public Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Options.Add(options);
        Requests.AddRange(requests);
        return Task.FromResult<IReadOnlyList<SolveResult>>([.. requests.Select(request => Result(request, answer(request, options)))]);
    }

    private static SolveResult Result(SolveRequest request, string? answer) =>
        new(request.Problem, answer is null ? SolveStatus.NoAnswer : SolveStatus.Solved, answer, new Rationale(RationaleKind.ChainOfThought, answer ?? ""))
        {
            KeyPoints = request.KeyPoints,
        };
}
