using System.Text.Json;

namespace KPDD.Distillation.Tests.Reports;

public class DistillationOutputTests
{
    private static readonly TeacherPath[] Written =
    [
        Paths.Chain("3 + 4 = 7. The answer is 7.", 0) with { Teacher = "model-x", PromptVersion = "kpdd-1-ab" },
        Paths.Chain("The answer is 8.", 1),
        Paths.Chain("4 + 3 = 7. The answer is 7.", 2),
        Paths.Chain("3 + 4 = 7, again. The answer is 7.", 3) with { KeyPoints = new KeyPoints("How many in all?", ["Ann has 3 apples.", "She buys 4 more."]) },
    ];

    [Fact]
    public async Task WriteAsync_Verdicts_GivesSetsThatTheTrainerReads()
    {
        using var folder = new TemporaryFolder();

        FilterReport report = await WriteAsync(folder);

        IReadOnlyList<DistillationExample> set = DistillationSet.Read(folder.File(DistillationFiles.Set));
        IReadOnlyList<DistillationExample> key = DistillationSet.Read(folder.File(DistillationFiles.KeySet));
        IReadOnlyList<DistillationExample> solve = DistillationSet.Read(folder.File(DistillationFiles.SolveSet));
        Assert.Equal((4, 3), (report.Total, report.Kept));
        Assert.Equal([0, 2, 3], set.Select(example => example.PathNumber));
        Assert.Equal(("model-x", "kpdd-1-ab", "7"), (set[0].Teacher, set[0].PromptVersion, set[0].Problem.ExpectedAnswer));
        Assert.Equal(["How many apples does Ann have?", "How many in all?"], key.Select(example => example.KeyPoints!.CoreQuestion));
        Assert.All(key, example => Assert.Null(example.Rationale));
        Assert.Equal(3, solve.Count);
        Assert.All(solve, example => Assert.NotNull(example.KeyPoints));
        Assert.All(solve, example => Assert.Equal(RationaleKind.ChainOfThought, example.Rationale!.Kind));
    }

    [Fact]
    public async Task WriteAsync_PromptFiles_HoldWhatTheStudentsReadAndWrite()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder);
        var format = new PlainTextFormat();

        JsonElement[] key = Lines(folder, DistillationFiles.KeyPrompts);
        JsonElement[] solve = Lines(folder, DistillationFiles.SolvePrompts);

        Assert.Equal((2, 3), (key.Length, solve.Length));
        Assert.Equal(format.FormatKeyPointPrompt(Paths.Apples), key[0].GetProperty("prompt").GetString());
        Assert.Equal(format.FormatKeyPointTarget(Paths.Apples, Paths.ApplePoints), key[0].GetProperty("completion").GetString());
        Assert.Equal(format.FormatSolvePrompt(new SolveRequest(Paths.Apples, Paths.ApplePoints)), solve[0].GetProperty("prompt").GetString());
        Assert.Equal("3 + 4 = 7. The answer is 7.", solve[0].GetProperty("completion").GetString());
    }

    [Fact]
    public async Task WriteAsync_EveryPath_HasItsReason()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder);

        JsonElement[] verdicts = Lines(folder, DistillationFiles.Verdicts);

        Assert.Equal(["kept", "wrongAnswer", "kept", "kept"], verdicts.Select(line => line.GetProperty("reason").GetString()));
        Assert.Equal(("apples", 1, "8"), (verdicts[1].GetProperty("id").GetString(), verdicts[1].GetProperty("path").GetInt32(), verdicts[1].GetProperty("answer").GetString()));
    }

    [Fact]
    public async Task WriteAsync_ReportAndCard_HoldTheFigures()
    {
        using var folder = new TemporaryFolder();
        FilterReport report = await WriteAsync(folder);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.File(DistillationFiles.Report)));
        using JsonDocument figures = JsonDocument.Parse(FilterReportJson.FormatFigures(report));
        string card = File.ReadAllText(folder.File(DistillationFiles.Card));

        Assert.Equal(0.75, json.RootElement.GetProperty("retention").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("perQuestion")[0].GetProperty("dropped").GetProperty("wrongAnswer").GetInt32());
        Assert.Equal(3, figures.RootElement.GetProperty("perReason").GetProperty("kept").GetInt32());
        Assert.Contains("| teacher | model-x |", card, StringComparison.Ordinal);
        Assert.Contains("| prompts | kpdd-1-ab |", card, StringComparison.Ordinal);
        Assert.Contains("| WrongAnswer | 1 | 25.0 % |", card, StringComparison.Ordinal);
        Assert.Contains("| 1 | 1 | 0 | 0.0 % |", card, StringComparison.Ordinal);
        Assert.StartsWith("---\nlanguage: en\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FilterFails_LeavesTheFolderAsItWas()
    {
        using var folder = new TemporaryFolder();
        IAsyncEnumerable<PathVerdict> failing = new PathFilter().FilterAsync(new[] { Written[0], Paths.Program("answer = 7") }.ToAsyncEnumerable());

        await Assert.ThrowsAsync<ArgumentException>(() => DistillationOutput.WriteAsync(failing, folder.Path));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Task<FilterReport> WriteAsync(TemporaryFolder folder) =>
        DistillationOutput.WriteAsync(new PathFilter().FilterAsync(Written.ToAsyncEnumerable()), folder.Path);

    private static JsonElement[] Lines(TemporaryFolder folder, string name) =>
        [.. File.ReadAllLines(folder.File(name)).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}
