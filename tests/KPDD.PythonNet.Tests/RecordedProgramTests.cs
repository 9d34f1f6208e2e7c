using System.Text.Json;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class RecordedProgramTests(PythonFixture python)
{
    public static TheoryData<string> BenignNames => [.. ProgramCase.BenignCases.Keys];

    public static TheoryData<string> HostileNames => [.. ProgramCase.HostileCases.Keys];

    [Theory]
    [MemberData(nameof(BenignNames))]
    public async Task ExecuteAsync_RecordedProgram_GivesRecordedResult(string name)
    {
        python.Require();
        var item = ProgramCase.BenignCases[name];
        var executor = python.WithPolicy;
        if (item.TryGetProperty("requires", out var module))
        {
            var options = PythonFixture.Options;
            options.ExtraModules = [module.GetString()!];
            options.TimeLimit = TimeSpan.FromSeconds(20);
            executor = new IsolatedPythonExecutor(options);
        }

        try
        {
            ProgramCase.AssertExpected(item.GetProperty("expect"), await executor.ExecuteAsync(item.GetProperty("code").GetString()!));
        }
        catch (KpddException exception) when (executor != python.WithPolicy)
        {
            Assert.Skip(exception.Message);
        }
        finally
        {
            if (executor != python.WithPolicy)
            {
                await executor.DisposeAsync();
            }
        }
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public Task ExecuteAsync_HostileProgramUnderPolicy_IsContained(string name) => AssertContainedAsync(name, python.WithPolicy);

    [Theory]
    [MemberData(nameof(HostileNames))]
    public Task ExecuteAsync_HostileProgramWithoutPolicy_IsContainedByTheWalls(string name) => AssertContainedAsync(name, python.WithoutPolicy);

    private async Task AssertContainedAsync(string name, IsolatedPythonExecutor executor)
    {
        python.Require();
        using var canaries = new CanaryFolder();
        var item = ProgramCase.HostileCases[name];
        var expected = item.GetProperty("expect");
        var before = OperatingSystem.IsLinux() ? WorkerProcesses.Interpreters().Length : 0;

        var result = await executor.ExecuteAsync(item.GetProperty("code").GetString()!);

        var allowed = expected.GetProperty("allowed").EnumerateArray().Select(kind => ProgramCase.Outcome(kind.GetString()!));
        Assert.True(allowed.Contains(result.Outcome), result.ToString());
        Assert.DoesNotContain(expected.GetProperty("forbiddenAnswer").GetString()!, result.Value ?? string.Empty, StringComparison.Ordinal);
        Assert.Empty(canaries.Found());
        if (expected.TryGetProperty("canaryFile", out var canary))
        {
            Assert.False(File.Exists(canary.GetString()), $"{canary} exists");
        }

        if (item.TryGetProperty("probe", out JsonElement probe))
        {
            ProgramCase.AssertExpected(probe.GetProperty("expect"), await executor.ExecuteAsync(probe.GetProperty("code").GetString()!));
        }

        if (OperatingSystem.IsLinux())
        {
            // What a program started is gone, and workers that it ended were replaced.
            await WorkerProcesses.WaitForAsync(() => WorkerProcesses.Interpreters().Length <= before);
            await WorkerProcesses.RequireTurnoverAsync(python.WithPolicy, python.WithoutPolicy);
        }
    }
}
