using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

[Collection(PythonCollection.Name)]
public class WorkerProcessTests(PythonFixture python)
{
    [Fact]
    public async Task RunAsync_LittleTimeLeft_EndsTheProgramThen()
    {
        python.Require();
        var options = PythonFixture.Options;
        options.TimeLimit = TimeSpan.FromMinutes(5);
        var interpreter = (await python.WithPolicy.GetIsolationAsync()).InterpreterPath;
        await using var worker = await WorkerProcess.StartAsync(interpreter, options, hasLibraries: true, CancellationToken.None);

        var (endless, _) = await worker.RunAsync("while True:\n    pass", options, TimeSpan.FromMilliseconds(100), CancellationToken.None);

        Assert.Equal(ProgramOutcome.Timeout, endless.Outcome);
        Assert.True(endless.Duration < options.TimeLimit, $"{endless.Duration}");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task RunAsync_ProgramAsksForALibrary_TellsWhetherItIsMissing(bool hasLibraries, bool lacks)
    {
        python.Require();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only a worker that forks can do without the library.");
        var options = PythonFixture.Options;
        var interpreter = (await python.WithPolicy.GetIsolationAsync()).InterpreterPath;
        await using var worker = await WorkerProcess.StartAsync(interpreter, options, hasLibraries, CancellationToken.None);

        var (result, lacksLibraries) = await worker.RunAsync("import fractions\nanswer = 1", options, options.TimeLimit, CancellationToken.None);

        Assert.Equal(lacks, lacksLibraries);
        Assert.Equal(!lacks, result.Succeeded);
        Assert.True(result.PeakMemoryBytes > 0);
    }
}
