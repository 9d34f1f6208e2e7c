namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class PythonProgramExecutorTests(PythonFixture python)
{
    [Fact]
    public async Task ExecuteAsync_Defaults_RunEveryProgramIsolated()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the default level is not reached, and nothing runs.");
        await using var executor = new PythonProgramExecutor();

        var result = await executor.ExecuteAsync("answer = 1 + 1");

        Assert.Equal("2", result.Value);
        Assert.True(result.Isolation >= IsolationLevel.Confined);
        Assert.Equal(result.Isolation, (await executor.GetIsolationAsync()).Effective);
    }

    [Theory]
    [InlineData("from sympy import symbols, solve\nx = symbols('x')\nanswer = solve(x**2 - 4, x)", "[-2, 2]", "sympy")]
    [InlineData("import math\nimport numpy as np\nanswer = int(np.array([1, 2]).sum())", "3", "numpy")]
    public async Task ExecuteAsync_HeavyModule_RunsWhereItIsInstalledElseSaysSo(string program, string expected, string module)
    {
        python.Require();
        await using var executor = new PythonProgramExecutor(PythonFixture.Options);

        var result = await executor.ExecuteAsync(program);

        if (result.Outcome == ProgramOutcome.Value)
        {
            Assert.Equal(expected, result.Value);
        }
        else
        {
            Assert.Equal("ModuleNotFoundError", result.ExceptionType);
            Assert.Contains(module, result.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("answer = 1")]
    [InlineData("answer = [1]")]
    [InlineData("import sympy\nanswer = 1")]
    [InlineData("import numpy\nanswer = 1")]
    public async Task ExecuteAsync_AfterDispose_ThrowsAndStartsNothing(string program)
    {
        var before = OperatingSystem.IsLinux() ? WorkerProcesses.Descendants() : [];
        var options = PythonFixture.Options;
        options.EmbedStrictArithmetic = true;
        var executor = new PythonProgramExecutor(options);
        await executor.DisposeAsync();
        await executor.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => executor.ExecuteAsync(program));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => executor.GetIsolationAsync());

        Assert.Empty(OperatingSystem.IsLinux() ? WorkerProcesses.Descendants().Except(before) : []);
    }

    [Fact]
    public async Task ExecuteAsync_HeavyModuleButNoInterpreter_NamesTheRemedyEachTime()
    {
        await using var executor = new PythonProgramExecutor(new PythonExecutorOptions { InterpreterPath = "/no/such/python3" });

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<KpddException>(() => executor.ExecuteAsync("import sympy"));
            Assert.Contains("KPDD_PYTHON", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ExecuteAsync_CopiedOptions_IgnoreLaterChanges()
    {
        python.Require();
        var options = PythonFixture.Options;
        await using var executor = new PythonProgramExecutor(options);
        options.TimeLimit = TimeSpan.Zero;
        options.Workers = 0;

        Assert.Equal("3", (await executor.ExecuteAsync("answer = 3")).Value);
    }
}
