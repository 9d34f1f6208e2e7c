using System.Collections.Concurrent;
using System.Globalization;

namespace KPDD.PythonNet.Tests;

/// <summary>Many programs on one executor, every tenth hostile: nothing may pile up. KPDD_SOAK_PROGRAMS sets how many; 10000 takes minutes.</summary>
[Collection(PythonCollection.Name)]
public class SoakTests(PythonFixture python)
{
    private const int FewPrograms = 600;
    private const int HostileEvery = 10;

    // Compiled code still grows by a few mebibytes in the first two thousand programs, then by nothing.
    private const long MemoryGrowthAllowed = 8 * 1024 * 1024;

    // Those that end at once; the others would make the soak a test of patience.
    private static readonly HostileProgram[] Hostile =
        [.. HostilePrograms.All.Where(program => !program.WithoutPolicy.Contains(ProgramOutcome.Timeout) && !program.WithoutPolicy.Contains(ProgramOutcome.MemoryLimit))];

    [Fact]
    public async Task ExecuteAsync_ManyProgramsWithHostileOnesAmongThem_LeaksNothing()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes and descriptors are found through /proc.");
        var programs = Environment.GetEnvironmentVariable("KPDD_SOAK_PROGRAMS") is { Length: > 0 } many ? int.Parse(many, CultureInfo.InvariantCulture) : FewPrograms;
        var before = WorkerProcesses.Descendants();
        var options = PythonFixture.Options;
        options.Policy = ProgramPolicy.Off;
        // All of them end by themselves, on a busy machine as well.
        options.TimeLimit = TimeSpan.FromMinutes(1);
        HostUsage warm, end;
        int[] workers;
        await using (var executor = new IsolatedPythonExecutor(options))
        {
            await PythonFixture.StartEveryWorkerAsync(executor);
            // The first half fills pools and caches.
            await RunAsync(executor, 0, programs / 2);
            warm = HostUsage.Now(before);
            await RunAsync(executor, programs / 2, programs);
            end = HostUsage.Now(before);
            workers = [.. WorkerProcesses.Descendants().Except(before)];
            await WorkerProcesses.RequireTurnoverAsync(executor, python.WithPolicy, python.WithoutPolicy);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{programs} programs: {warm} -> {end}");
        Assert.True(end.Interpreters <= warm.Interpreters, $"{warm} -> {end}");
        Assert.True(end.Descriptors <= warm.Descriptors + 4, $"{warm} -> {end}");
        Assert.True(end.ResidentBytes <= warm.ResidentBytes + MemoryGrowthAllowed, $"{warm} -> {end}");
        await WorkerProcesses.WaitForAsync(() => !workers.Any(WorkerProcesses.Lives));
    }

    private static async Task RunAsync(IsolatedPythonExecutor executor, int first, int end)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, end - first), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (number, token) =>
        {
            var hostile = number % HostileEvery == 0 ? Hostile[number / HostileEvery % Hostile.Length] : null;
            var result = await executor.ExecuteAsync(hostile?.Code ?? $"answer = {number} * 3", token);
            if (hostile is null ? result.Value != $"{number * 3}" : !hostile.WithoutPolicy.Contains(result.Outcome))
            {
                wrong.Add($"{hostile?.Name ?? $"{number}"}: {result}");
            }
        });
        Assert.Empty(wrong);
    }
}
