namespace KPDD.Tests.Build;

/// <summary>The totals that build.sh ends with, over a stand-in for the test runner.</summary>
public sealed class TestTotalsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpdd-totals-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task RunTestProjects_SeveralProjects_AddsTheirCounters()
    {
        (int code, string lastLine) = await RunAsync(("A", Counters(total: 5, passed: 4), 0), ("B", Counters(total: 3, passed: 2), 0));

        Assert.Equal("6 passed, 0 failed, 2 skipped", lastLine);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task RunTestProjects_OneTestFails_FailsWithTheTotals()
    {
        (int code, string lastLine) = await RunAsync(("A", Counters(total: 5, passed: 4, failed: 1), 1), ("B", Counters(total: 3, passed: 3), 0));

        Assert.Equal("7 passed, 1 failed, 0 skipped", lastLine);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task RunTestProjects_HostCrashesWithoutResults_CountsAsFailure()
    {
        (int code, string lastLine) = await RunAsync(("A", null, 134), ("B", Counters(total: 3, passed: 3), 0));

        Assert.Equal("3 passed, 1 failed, 0 skipped", lastLine);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task RunTestProjects_HostCrashesAfterSomePassed_CountsAsFailure()
    {
        (int code, string lastLine) = await RunAsync(("A", Counters(total: 2, passed: 2), 1));

        Assert.Equal("2 passed, 1 failed, 0 skipped", lastLine);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task RunTestProjects_NothingRan_Fails()
    {
        (int code, string lastLine) = await RunAsync(("A", Counters(total: 0, passed: 0), 0));

        Assert.Equal("0 passed, 0 failed, 0 skipped", lastLine);
        Assert.NotEqual(0, code);
    }

    [Theory]
    [InlineData("data/t5", "/caller/data/t5")]
    [InlineData("/data/t5", "/data/t5")]
    [InlineData("C:/data/t5", "C:/data/t5")]
    [InlineData("", "")]
    public async Task MakeAbsolute_Variable_IsTakenFromTheCallersFolder(string value, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "build.sh runs in bash.");

        (int code, string output) = await Shell.RunAsync(
            "bash",
            ["-c", $"set -euo pipefail; . '{Repository.PathOf("eng", "test-totals.sh")}'; make_absolute /caller CASES UNSET; printenv CASES"],
            folder.FullName,
            new Dictionary<string, string> { ["CASES"] = value });

        Assert.Equal(0, code);
        Assert.Equal(expected, output.TrimEnd());
    }

    private static string Counters(int total, int passed, int failed = 0) =>
        $"""<TestRun><ResultSummary outcome="Completed"><Counters total="{total}" executed="{passed + failed}" passed="{passed}" failed="{failed}" error="0" timeout="0" aborted="0" notExecuted="0" /></ResultSummary></TestRun>""";

    private async Task<(int Code, string LastLine)> RunAsync(params (string Project, string? Results, int ExitCode)[] runs)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("build.sh runs in bash.");
            return default;
        }

        // A stand-in for dotnet: "dotnet test A.csproj ... --results-directory DIR" copies A.trx there and exits as A.code says.
        string runner = Path.Combine(folder.FullName, "dotnet");
        await File.WriteAllTextAsync(runner, "#!/bin/bash\nhere=$(dirname \"$0\")\nname=$(basename \"$2\" .csproj)\n" +
            "[ -f \"$here/$name.trx\" ] && cp \"$here/$name.trx\" \"${@: -1}/\"\nexit \"$(cat \"$here/$name.code\")\"\n");
        File.SetUnixFileMode(runner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach ((string project, string? results, int exitCode) in runs)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{project}.code"), $"{exitCode}");
            if (results is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{project}.trx"), results);
            }
        }

        string projects = string.Join(' ', runs.Select(run => $"{run.Project}.csproj"));
        (int code, string output) = await Shell.RunAsync(
            "bash",
            ["-c", $"set -euo pipefail; . '{Repository.PathOf("eng", "test-totals.sh")}'; run_test_projects {projects}"],
            folder.FullName,
            new Dictionary<string, string> { ["PATH"] = folder.FullName + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") });
        return (code, output.TrimEnd().Split('\n')[^1]);
    }
}
