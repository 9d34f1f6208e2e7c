using System.Collections.Concurrent;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class HostileProgramTests(PythonFixture python)
{
    [Theory]
    [InlineData(ProgramPolicy.Standard)]
    [InlineData(ProgramPolicy.Off)]
    public async Task ExecuteAsync_HostileProgram_EndsAsExpectedAndHarmsNobody(ProgramPolicy policy)
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The walls are those of Linux.");
        using var canaries = new CanaryFolder();
        var options = PythonFixture.Options;
        options.Policy = policy;
        options.Workers = 4;
        await using var executor = new IsolatedPythonExecutor(options);
        await executor.GetIsolationAsync();
        var wrong = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(HostilePrograms.All, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (program, token) =>
        {
            var result = await executor.ExecuteAsync(program.Code, token);
            var after = await executor.ExecuteAsync("answer = sum(range(5)) + 7**2", token);
            if (!EndsAsExpected(program, policy, result) || after.Value != "59")
            {
                wrong.Add($"{program.Name}: {result} then {after}");
            }
        });

        Assert.Empty(wrong);
        Assert.Empty(canaries.Found());
    }

    private static bool EndsAsExpected(HostileProgram program, ProgramPolicy policy, ProgramResult result)
    {
        var allowed = policy == ProgramPolicy.Standard ? program.WithPolicy : program.WithoutPolicy;
        var isWalled = policy == ProgramPolicy.Off && result.Outcome == ProgramOutcome.RuntimeError;
        return allowed.Contains(result.Outcome)
            && (!isWalled || program.Exception is null || program.Exception == result.ExceptionType)
            && (!result.Succeeded || program.Answer == result.Value)
            && result.Value?.Contains("PWNED", StringComparison.Ordinal) != true;
    }
}
