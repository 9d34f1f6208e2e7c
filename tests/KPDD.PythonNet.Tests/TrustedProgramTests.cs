namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class TrustedProgramTests
{
    [Fact]
    public async Task ExecuteAsync_TrustedProgram_RunsWhatIsMoreThanStrictArithmetic()
    {
        await using var executor = await StartAsync(new PythonExecutorOptions());

        var result = await executor.ExecuteAsync("import math\nprint('x')\nanswer = [math.factorial(n) for n in range(5)]");

        Assert.Equal("[1, 1, 2, 6, 24]", result.Value);
        Assert.Equal("x\n", result.StandardOutput);
        Assert.Equal(IsolationLevel.None, result.Isolation);
    }

    [Fact]
    public async Task ExecuteAsync_TrustedProgramsAtOnce_EachHasItsOwnNamesAndOutput()
    {
        await using var executor = await StartAsync(new PythonExecutorOptions());

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => executor.ExecuteAsync($"for i in range(3):\n    print({number})\nassert 'seen' not in dir()\nseen = 1")));

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}\n{number}\n{number}"), results.Select(result => result.Value));
    }

    [Fact]
    public async Task ExecuteAsync_TrustedProgram_StillMeetsThePolicyUnlessItIsOff()
    {
        await using var standard = await StartAsync(new PythonExecutorOptions());
        await using var off = await StartAsync(new PythonExecutorOptions { Policy = ProgramPolicy.Off });

        Assert.Equal(ProgramOutcome.PolicyViolation, (await standard.ExecuteAsync("import os\nanswer = os.sep")).Outcome);
        Assert.Equal(ProgramOutcome.Value, (await off.ExecuteAsync("import os\nanswer = os.sep")).Outcome);
    }

    [Fact]
    public async Task ExecuteAsync_EndlessTrustedProgram_IsInterruptedAndTheNextOneRuns()
    {
        await using var executor = await StartAsync(new PythonExecutorOptions { TimeLimit = TimeSpan.FromMilliseconds(200) });

        var endless = await executor.ExecuteAsync("while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        answer = 1\n        break");
        var next = await executor.ExecuteAsync("answer = len('ab')");

        Assert.Equal(ProgramOutcome.Timeout, endless.Outcome);
        Assert.Equal("2", next.Value);
    }

    [Fact]
    public async Task ExecuteAsync_CancelledTrustedProgram_ThrowsAndTheNextOneRuns()
    {
        await using var executor = await StartAsync(new PythonExecutorOptions { TimeLimit = TimeSpan.FromMinutes(1) });
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.ExecuteAsync("while True:\n    pass", cancellation.Token));

        Assert.Equal("2", (await executor.ExecuteAsync("answer = len('ab')")).Value);
    }

    private static async Task<EmbeddedPythonExecutor> StartAsync(PythonExecutorOptions options)
    {
        var executor = new EmbeddedPythonExecutor(options, trusted: true);
        try
        {
            await executor.ExecuteAsync("answer = 1");
        }
        catch (KpddException exception)
        {
            Assert.Skip(exception.Message);
        }

        return executor;
    }
}
