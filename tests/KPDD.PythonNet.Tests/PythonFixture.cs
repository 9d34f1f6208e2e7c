namespace KPDD.PythonNet.Tests;

/// <summary>Executors that many tests share, or the reason why this machine has none.</summary>
public sealed class PythonFixture : IAsyncLifetime
{
    private string? unavailable;

    public IsolatedPythonExecutor WithPolicy { get; private set; } = null!;

    public IsolatedPythonExecutor WithoutPolicy { get; private set; } = null!;

    public static PythonExecutorOptions Options => new()
    {
        TimeLimit = TimeSpan.FromSeconds(2),
        Workers = 2,
        MinimumIsolation = OperatingSystem.IsLinux() ? IsolationLevel.Confined : IsolationLevel.Process,
    };

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("POT_SECRET", "1");
        WithPolicy = new IsolatedPythonExecutor(Options);
        var withoutPolicy = Options;
        withoutPolicy.Policy = ProgramPolicy.Off;
        WithoutPolicy = new IsolatedPythonExecutor(withoutPolicy);
        try
        {
            await StartEveryWorkerAsync(WithPolicy);
            await StartEveryWorkerAsync(WithoutPolicy);
        }
        catch (KpddException exception)
        {
            unavailable = exception.Message;
        }
    }

    /// <summary>Skips the test where no Python can be used as asked.</summary>
    public void Require() => Assert.SkipWhen(unavailable is not null, unavailable ?? string.Empty);

    /// <summary>So that tests that count processes begin with all of them: those for programs that import something, and those for the others.</summary>
    public static async Task StartEveryWorkerAsync(IsolatedPythonExecutor executor)
    {
        foreach (var program in new[] { "import time\ntime.sleep(1)", "for number in range(10 ** 7):\n    pass" })
        {
            await Task.WhenAll(Enumerable.Range(0, Options.Workers).Select(_ => executor.ExecuteAsync(program)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await WithPolicy.DisposeAsync();
        await WithoutPolicy.DisposeAsync();
    }
}
