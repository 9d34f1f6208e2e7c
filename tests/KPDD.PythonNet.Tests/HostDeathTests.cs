using System.Diagnostics;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class HostDeathTests(PythonFixture python)
{
    [Fact]
    public async Task ExecuteAsync_HostIsKilledInMidProgram_NothingSurvives()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found through /proc.");
        var before = WorkerProcesses.Descendants();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(HostDeathTests).Assembly.Location);
        }

        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(HostDeathTests).FullName}.{nameof(ExecuteAsync_AsVictim_RunsForEver)}");
        start.ArgumentList.Add("-explicit");
        start.ArgumentList.Add("only");
        using var host = Process.Start(start)!;
        int[] Below() => [.. WorkerProcesses.Descendants().Except(before).Where(process => process != host.Id)];
        try
        {
            // Launcher, worker, the program's own process and those that wait for the next programs.
            await WorkerProcesses.WaitForAsync(() => Below().Length >= 4);
        }
        finally
        {
            before = [.. before, host.Id];
        }

        var victims = Below();
        host.Kill();
        await host.WaitForExitAsync();

        await WorkerProcesses.WaitForAsync(() => !victims.Any(WorkerProcesses.Lives));
    }

    /// <summary>Not a test of its own: the host that the test above starts and kills.</summary>
    [Fact(Explicit = true)]
    public async Task ExecuteAsync_AsVictim_RunsForEver()
    {
        await using var executor = new IsolatedPythonExecutor(new PythonExecutorOptions { TimeLimit = TimeSpan.FromMinutes(5), Workers = 1 });
        await executor.ExecuteAsync("while True:\n    pass");
    }
}
