using System.Text.Json;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class EmbeddedPythonExecutorTests(PythonFixture python)
{
    private static readonly string[] Programs =
    [
        "answer = 22 / 7", "answer = -9 // 4 % 5", "answer = round(2.675, 2)", "answer = round(0.5)", "answer = int(7.9) + abs(-3) - min(2, 1.5)",
        "a = 1\nb = a / 0", "def solution():\n    a = 3\n    return a / 2\n", "x = 3", "answer = 007", "answer = 1e308 * 10", "answer = int(1e308 * 10)", "a = max(1)",
        "def solution():\n    \"\"\"How many?\"\"\"\n    a = 3\n", "answer = 5 % -3", "answer = 99999999999999999999 * 3", "lambda = 3", "a = 1\n\nreturn = 3",
    ];

    [Fact]
    public async Task ExecuteAsync_StrictArithmetic_GivesWhatTheIsolatedExecutorGives()
    {
        python.Require();
        await using var embedded = await StartAsync();
        foreach (var program in Programs)
        {
            var inside = await embedded.ExecuteAsync(program);
            var outside = await python.WithPolicy.ExecuteAsync(program);

            Assert.True(inside.Outcome != ProgramOutcome.PolicyViolation, program);
            Assert.Equal(Comparable(outside), Comparable(inside));
            Assert.Equal(IsolationLevel.None, inside.Isolation);
        }
    }

    [Fact]
    public async Task ExecuteAsync_TeacherPrograms_AreMostlyAcceptedAndAgree()
    {
        python.Require();
        string folder = PublicData.Require("mawps_filtered/teacher_programs");
        await using var embedded = await StartAsync();
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "svamp_python_ndp.json")));
        var programs = document.RootElement.EnumerateArray().Select(item => item.GetProperty("answer_cot").GetString()!).ToArray();

        var accepted = programs.Where(EmbeddedPythonExecutor.Accepts).ToArray();

        Assert.True(accepted.Length > programs.Length * 0.9, $"{accepted.Length} of {programs.Length}");
        foreach (var program in accepted)
        {
            var inside = await embedded.ExecuteAsync(program);
            Assert.True(inside.Outcome == ProgramOutcome.Value, program);
        }

        foreach (var program in accepted.Where((_, index) => index % 50 == 0))
        {
            Assert.Equal(Comparable(await python.WithPolicy.ExecuteAsync(program)), Comparable(await embedded.ExecuteAsync(program)));
        }
    }

    [Fact]
    public async Task ExecuteAsync_ManyThreads_EachGetsItsOwnAnswer()
    {
        await using var embedded = await StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 2000).Select(number => Task.Run(() => embedded.ExecuteAsync($"answer = {number} * 2"))));

        Assert.Equal(Enumerable.Range(0, 2000).Select(number => $"{number * 2}"), results.Select(result => result.Value));
    }

    [Fact]
    public async Task ExecuteAsync_MoreThanStrictArithmetic_IsRefused()
    {
        await using var embedded = new EmbeddedPythonExecutor();

        var result = await embedded.ExecuteAsync("import math\nanswer = math.pi");

        Assert.Equal(ProgramOutcome.PolicyViolation, result.Outcome);
    }

    [Fact]
    public async Task ExecuteAsync_DefaultExecutorWithEmbedding_RoutesByProgram()
    {
        python.Require();
        await using var embedded = await StartAsync();
        var options = PythonFixture.Options;
        options.EmbedStrictArithmetic = true;
        await using var executor = new PythonProgramExecutor(options);

        var arithmetic = await executor.ExecuteAsync("answer = 1 + 1");
        var loop = await executor.ExecuteAsync("answer = 0\nfor i in range(4):\n    answer += i");

        Assert.Equal(("2", IsolationLevel.None), (arithmetic.Value, arithmetic.Isolation));
        Assert.Equal("6", loop.Value);
        Assert.True(loop.Isolation >= options.MinimumIsolation);
    }

    private static async Task<EmbeddedPythonExecutor> StartAsync()
    {
        var executor = new EmbeddedPythonExecutor();
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

    private static (ProgramOutcome, string?, string?, string?, string?, int?) Comparable(ProgramResult result) =>
        (result.Outcome, result.Value, result.ValueType, result.HexadecimalValue, result.ExceptionType, result.LineNumber);
}
