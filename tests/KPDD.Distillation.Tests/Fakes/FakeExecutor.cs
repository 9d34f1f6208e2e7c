namespace KPDD.Distillation.Tests;

/// <summary>Runs programs by a function.</summary>
internal sealed class FakeExecutor(Func<string, ProgramResult> run) : IProgramExecutor
{
    public static FakeExecutor Leaving(string value) => new(_ => new ProgramResult(ProgramOutcome.Value) { Value = value, ValueType = "int" });

    public static FakeExecutor Ending(ProgramOutcome outcome) => new(_ => new ProgramResult(outcome) { Message = "it ended so" });

    public Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(run(program));
    }
}
