using System.Diagnostics;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class IsolatedPythonExecutorTests(PythonFixture python)
{
    [Theory]
    [InlineData("answer = 1\nans = 2", "1")]
    [InlineData("ans = 2\ndef solution():\n    return 3", "2")]
    [InlineData("def solution():\n    return 3\nprint(4)", "3")]
    [InlineData("answer = None\nans = 5", "5")]
    [InlineData("answer = {3, 1}", "{1, 3}")]
    [InlineData("answer = [True, None, 1.5, 'x', b'y', 2j]", "[True, None, 1.5, 'x', b'y', 2j]")]
    [InlineData("import datetime\nanswer = datetime.date(2024, 2, 29)", "datetime.date(2024, 2, 29)")]
    [InlineData("from dataclasses import dataclass\n@dataclass\nclass Box:\n    size: int\nanswer = Box(3).size", "3")]
    [InlineData("import datetime\nanswer = datetime.datetime.strptime('2024-02-01', '%Y-%m-%d').month", "2")]
    [InlineData("class A:\n    def __init__(self):\n        self.n = 1\nclass B(A):\n    def __init__(self):\n        super().__init__()\nanswer = B().n", "1")]
    public async Task ExecuteAsync_ProgramWithAnswer_GivesItsRepr(string program, string expected)
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync(program);

        Assert.True(result.Outcome == ProgramOutcome.Value, result.ToString());
        Assert.Equal(expected, result.Value);
    }

    [Theory]
    [InlineData("x = 1\ny = 2\nanswer = y / (x - 1)", ProgramOutcome.RuntimeError, "ZeroDivisionError", 3)]
    [InlineData("def solution():\n    return 1 / 0", ProgramOutcome.RuntimeError, "ZeroDivisionError", 2)]
    [InlineData("x = 1\nanswer = (x", ProgramOutcome.SyntaxError, "SyntaxError", 2)]
    [InlineData("if 1:\nx = 2", ProgramOutcome.SyntaxError, "IndentationError", 2)]
    [InlineData("answer = missing", ProgramOutcome.RuntimeError, "NameError", 1)]
    [InlineData("import sys\nsys.exit(0)", ProgramOutcome.RuntimeError, "SystemExit", 2)]
    [InlineData("answer = int(input())", ProgramOutcome.RuntimeError, "EOFError", 1)]
    [InlineData("import no_such_module", ProgramOutcome.RuntimeError, "ModuleNotFoundError", 1)]
    [InlineData("x = 1", ProgramOutcome.NoAnswer, null, null)]
    [InlineData("", ProgramOutcome.NoAnswer, null, null)]
    [InlineData("answer = object()", ProgramOutcome.UnsupportedValue, null, null)]
    [InlineData("import os", ProgramOutcome.PolicyViolation, null, 1)]
    [InlineData("answer = 1\nanswer = ().__class__", ProgramOutcome.PolicyViolation, null, 2)]
    [InlineData("answer = eval('1')", ProgramOutcome.PolicyViolation, null, 1)]
    [InlineData("answer = 'a' * (1 << 28 + 6)", ProgramOutcome.MemoryLimit, null, null)]
    [InlineData("while True:\n    print('x' * 1000)", ProgramOutcome.OutputLimit, null, null)]
    public async Task ExecuteAsync_FailingProgram_TellsWhatAndWhere(string program, ProgramOutcome outcome, string? exception, int? line)
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync(program);

        Assert.True(result.Outcome == outcome, result.ToString());
        Assert.Equal(exception, result.ExceptionType);
        Assert.Equal(line, result.LineNumber);
        Assert.NotNull(result.Message);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public async Task ExecuteAsync_EveryResult_CarriesVersionIsolationAndCost()
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync("answer = 1");

        Assert.True(result.Isolation >= PythonFixture.Options.MinimumIsolation);
        Assert.Matches(@"^3\.\d+\.\d+$", result.PythonVersion);
        Assert.True(result.Duration > TimeSpan.Zero);
        Assert.True(result.PeakMemoryBytes > 0);
    }

    [Fact]
    public async Task ExecuteAsync_SameProgramTwice_DrawsTheSameRandomNumbersAndOrder()
    {
        python.Require();
        const string Program = "import random\nanswer = [random.random(), list({'a', 'b', 'c', 'd', 'e'})]";

        var first = await python.WithPolicy.ExecuteAsync(Program);
        var second = await python.WithoutPolicy.ExecuteAsync(Program);

        Assert.Equal(first.Value, second.Value);
    }

    [Fact]
    public async Task ExecuteAsync_EndlessProgram_IsKilledAtItsTimeLimit()
    {
        python.Require();
        var options = PythonFixture.Options;
        options.TimeLimit = TimeSpan.FromMilliseconds(200);
        await using var executor = new IsolatedPythonExecutor(options);

        var result = await executor.ExecuteAsync("while True:\n    pass");

        Assert.Equal(ProgramOutcome.Timeout, result.Outcome);
        Assert.True(result.Duration >= options.TimeLimit);
        Assert.Equal("2", (await executor.ExecuteAsync("answer = 2")).Value);
    }

    [Fact]
    public async Task ExecuteAsync_Cancelled_ThrowsAndServesTheNextProgram()
    {
        python.Require();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => python.WithPolicy.ExecuteAsync("import time\ntime.sleep(60)", cancellation.Token));

        Assert.Equal("2", (await python.WithPolicy.ExecuteAsync("answer = 2")).Value);
    }

    [Fact]
    public async Task ExecuteAsync_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        python.Require();

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => python.WithPolicy.ExecuteAsync($"answer = {number} * 2")));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number * 2}"), results.Select(result => result.Value));
    }

    [Fact]
    public async Task ExecuteAsync_WorkerWasKilled_StartsAnother()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found through /proc.");
        var options = PythonFixture.Options;
        options.Workers = 1;
        await using var executor = new IsolatedPythonExecutor(options);
        var before = WorkerProcesses.Children();
        await executor.GetIsolationAsync();
        foreach (var launcher in WorkerProcesses.Children().Except(before))
        {
            using var process = Process.GetProcessById(launcher);
            process.Kill();
            await process.WaitForExitAsync();
        }

        var results = new[] { await executor.ExecuteAsync("answer = 1"), await executor.ExecuteAsync("answer = 2") };

        Assert.Equal("2", results[1].Value);
    }

    [Fact]
    public async Task DisposeAsync_WhileAProgramRuns_LeavesNoProcess()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found through /proc.");
        var before = WorkerProcesses.Descendants();
        var executor = new IsolatedPythonExecutor(PythonFixture.Options);
        await executor.GetIsolationAsync();
        var running = executor.ExecuteAsync("while True:\n    pass");
        await WorkerProcesses.WaitForAsync(() => WorkerProcesses.Descendants().Except(before).Count() >= 4);
        var during = WorkerProcesses.Descendants().Except(before).ToArray();

        await executor.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => executor.ExecuteAsync("answer = 1"));
        await WorkerProcesses.WaitForAsync(() => !during.Any(WorkerProcesses.Lives));
    }

    [Fact]
    public async Task ExecuteAsync_OneProcessPerProgram_GivesTheSameAnswersAtProcessLevel()
    {
        python.Require();
        var options = PythonFixture.Options;
        options.OneProcessPerProgram = true;
        options.MinimumIsolation = IsolationLevel.Process;
        await using var executor = new IsolatedPythonExecutor(options);

        var value = await executor.ExecuteAsync("answer = 22 / 7");
        var endless = await executor.ExecuteAsync("while True:\n    pass");
        var error = await executor.ExecuteAsync("answer = 1 / 0");

        Assert.Equal("0x1.9249249249249p+1", value.HexadecimalValue);
        Assert.Equal(IsolationLevel.Process, value.Isolation);
        Assert.Equal(ProgramOutcome.Timeout, endless.Outcome);
        Assert.Equal("ZeroDivisionError", error.ExceptionType);
    }

    [Fact]
    public async Task ExecuteAsync_LessIsolationThanAskedFor_NamesWhatIsMissingAndRunsNothing()
    {
        python.Require();
        var options = PythonFixture.Options;
        options.OneProcessPerProgram = true;
        options.MinimumIsolation = IsolationLevel.Confined;
        await using var executor = new IsolatedPythonExecutor(options);

        var exception = await Assert.ThrowsAsync<KpddException>(() => executor.ExecuteAsync("answer = 1"));

        Assert.Contains("MinimumIsolation", exception.Message, StringComparison.Ordinal);
        Assert.Contains("missing", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/python3")]
    [InlineData("/bin/false")]
    public async Task ExecuteAsync_NoInterpreter_NamesWhatWasTriedAndTheRemedy(string path)
    {
        await using var executor = new PythonProgramExecutor(new PythonExecutorOptions { InterpreterPath = path });

        var exception = await Assert.ThrowsAsync<KpddException>(() => executor.ExecuteAsync("answer = [1]"));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("KPDD_PYTHON", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install python3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_Misuse_Throws()
    {
        await using var executor = new IsolatedPythonExecutor();

        await Assert.ThrowsAsync<ArgumentNullException>(() => executor.ExecuteAsync(null!));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.ExecuteAsync("answer = 1", new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentException>(() => new IsolatedPythonExecutor(new PythonExecutorOptions { Workers = 0 }));
        Assert.Throws<ArgumentException>(() => new PythonProgramExecutor(new PythonExecutorOptions { TimeLimit = TimeSpan.Zero }));
    }
}
