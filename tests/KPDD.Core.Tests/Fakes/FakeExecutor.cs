namespace KPDD.Core.Tests.Fakes;

/// <summary>Runs a "program" by a function of its text and records what ran.</summary>
internal sealed class FakeExecutor(Func<string, ProgramResult> run) : IProgramExecutor
{
    /// <summary>The value of a program is its own text.</summary>
    public FakeExecutor()
        : this(Value)
    {
    }

    public List<string> Programs { get; } = [];

    public Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        Programs.Add(program);
        return Task.FromResult(run(program));
    }

    public static ProgramResult Value(string value) => new(ProgramOutcome.Value) { Value = value };
}
