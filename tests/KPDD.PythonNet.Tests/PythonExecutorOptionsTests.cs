namespace KPDD.PythonNet.Tests;

public class PythonExecutorOptionsTests
{
    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new PythonExecutorOptions();

        Assert.Equal(TimeSpan.FromSeconds(5), options.TimeLimit);
        Assert.Equal(256, options.MemoryLimitMebibytes);
        Assert.Equal(64 * 1024, options.OutputLimitBytes);
        Assert.Equal(IsolationLevel.Confined, options.MinimumIsolation);
        Assert.Equal(ProgramPolicy.Standard, options.Policy);
        Assert.Empty(options.ExtraModules);
        Assert.Null(options.InterpreterPath);
        options.Validate();
    }

    [Fact]
    public void Validate_ValueOutOfRange_NamesTheOption()
    {
        (string Name, PythonExecutorOptions Options)[] wrong =
        [
            (nameof(PythonExecutorOptions.TimeLimit), new() { TimeLimit = TimeSpan.FromMilliseconds(9) }),
            (nameof(PythonExecutorOptions.TimeLimit), new() { TimeLimit = TimeSpan.FromHours(2) }),
            (nameof(PythonExecutorOptions.MemoryLimitMebibytes), new() { MemoryLimitMebibytes = 15 }),
            (nameof(PythonExecutorOptions.OutputLimitBytes), new() { OutputLimitBytes = 63 }),
            (nameof(PythonExecutorOptions.Workers), new() { Workers = 65 }),
            (nameof(PythonExecutorOptions.MinimumIsolation), new() { MinimumIsolation = (IsolationLevel)9 }),
            (nameof(PythonExecutorOptions.Policy), new() { Policy = (ProgramPolicy)9 }),
            (nameof(PythonExecutorOptions.InterpreterPath), new() { InterpreterPath = " " }),
            (nameof(PythonExecutorOptions.ExtraModules), new() { ExtraModules = ["os; import sys"] }),
            (nameof(PythonExecutorOptions.ExtraModules), new() { ExtraModules = null! }),
        ];

        Assert.All(wrong, item => Assert.Contains(item.Name, Assert.Throws<ArgumentException>(item.Options.Validate).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Clone_LaterChange_DoesNotReachTheCopy()
    {
        List<string> modules = ["sympy"];
        var options = new PythonExecutorOptions { ExtraModules = modules };

        var copy = options.Clone();
        modules.Add("numpy");
        options.Workers = 7;

        Assert.Equal(["sympy"], copy.ExtraModules);
        Assert.NotEqual(7, copy.Workers);
    }
}
