using KPDD.PythonNet;

namespace KPDD.Distillation.Tests.Recorded;

/// <summary>What the filter keeps of the public recorded teachers: measured once, and held to.</summary>
[Trait("Weight", "slow")]
public class PublicRetentionTests
{
    private static readonly PathFilterOptions Recorded = new() { RequireKeyPoints = false };

    [Theory]
    [InlineData("gsm8k_gemini_level1_ranked.json", 7433, 7295, 7118)]
    [InlineData("gsm8k_gemini_level2_ranked.json", 7433, 6974, 6365)]
    [InlineData("gsm8k_llama_level1_ranked.json", 7442, 7060, 6641)]
    [InlineData("gsm8k_llama_level2_ranked.json", 7442, 7176, 6790)]
    public async Task ChainsOfThought_Gsm8k_KeepTheMeasuredPaths(string file, int total, int kept, int computed)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("gsm8k/train.jsonl"), DatasetFormat.Gsm8k);
        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(RecordedTeachers.ReadChainsOfThought(PublicData.Require($"teacher_gsm8k_cot/{file}"), problems));

        FilterReport report = await FilterAsync(paths, null, Recorded);
        FilterReport strict = await FilterAsync(paths, null, new PathFilterOptions { RequireKeyPoints = false, RequireComputedAnswer = true });

        Assert.Equal((total, kept, computed), (report.Total, report.Kept, strict.Kept));
    }

    [Theory]
    [InlineData("gsm8k_1.json", 1319, AnswerRule.Strict, 762)]
    [InlineData("gsm8k_1.json", 1319, AnswerRule.Lenient, 763)]
    [InlineData("svamp_1.json", 1000, AnswerRule.Strict, 798)]
    [InlineData("svamp_1.json", 1000, AnswerRule.Lenient, 798)]
    public async Task RecordedOutputs_BothRules_KeepTheMeasuredPaths(string file, int total, AnswerRule rule, int kept)
    {
        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(RecordedTeachers.ReadOutputs(PublicData.Require($"llm_outputs/{file}")), "recorded");

        FilterReport report = await FilterAsync(paths, null, new PathFilterOptions { RequireKeyPoints = false, Rule = rule });

        Assert.Equal((total, kept), (report.Total, report.Kept));
    }

    [Fact]
    public async Task WolframPrograms_Gsm8k_KeepTheMeasuredPaths()
    {
        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(RecordedTeachers.ReadWolframPrograms(PublicData.Require("teacher_programs/gsm8k_wolfram_ndp.json")));

        Assert.Equal((7433, 7079), await ExecuteAsync(paths));
    }

    [Theory]
    [InlineData("svamp_python_sdp.json", 1883, 1876)]
    [InlineData("svamp_python_ndp.json", 1886, 1879)]
    [InlineData("svamp_python_cdp.json", 1886, 1879)]
    public async Task PythonPrograms_Mawps_KeepTheMeasuredPaths(string file, int total, int kept)
    {
        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(
            RecordedTeachers.ReadRationales(PublicData.Require($"mawps_filtered/teacher_programs/{file}"), RationaleKind.ProgramOfThought));

        Assert.Equal((total, kept), await ExecuteAsync(paths));
    }

    [Fact]
    public async Task ChainsOfThought_Mawps_KeepTheMeasuredPaths()
    {
        IReadOnlyList<TeacherPath> paths = RecordedPaths.From(
            RecordedTeachers.ReadRationales(PublicData.Require("mawps_filtered/teacher_programs/svamp_nl.json"), RationaleKind.ChainOfThought));

        FilterReport report = await FilterAsync(paths, null, Recorded);

        Assert.Equal((1900, 1878), (report.Total, report.Kept));
    }

    private static async Task<(int Total, int Kept)> ExecuteAsync(IReadOnlyList<TeacherPath> paths)
    {
        await using var python = new PythonProgramExecutor(new PythonExecutorOptions { EmbedStrictArithmetic = true, TimeLimit = Guard.Time });
        await python.SkipIfUnavailableAsync();
        FilterReport report = await FilterAsync(paths, python, Recorded);
        return (report.Total, report.Kept);
    }

    private static async Task<FilterReport> FilterAsync(IReadOnlyList<TeacherPath> paths, IProgramExecutor? executor, PathFilterOptions options)
    {
        var builder = new FilterReportBuilder();
        await foreach (PathVerdict verdict in new PathFilter(executor, options).FilterAsync(paths.ToAsyncEnumerable()))
        {
            builder.Add(verdict);
        }

        FilterReport report = builder.Build();
        TestContext.Current.TestOutputHelper?.WriteLine(FilterReportJson.FormatFigures(report));
        return report;
    }
}
