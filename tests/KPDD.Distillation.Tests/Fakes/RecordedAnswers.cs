using System.Text.Json;
using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests;

/// <summary>Ten problems with what public teachers wrote for them, right and wrong, three paths each; <c>Server/Fixtures/README.md</c> tells where they come from.</summary>
internal static class RecordedAnswers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly IReadOnlyList<Row> Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Server", "Fixtures", "recorded-answers.jsonl")).Select(line => JsonSerializer.Deserialize<Row>(line, Json)!)];

    public static IReadOnlyList<MathProblem> Problems { get; } =
        [.. Rows.Select((row, number) => new MathProblem($"recorded-{number}", row.Question) { ExpectedAnswer = row.Answer })];

    /// <summary>What the teacher answered to a problem on a path: to the problem alone all parts under their labels, else the part that comes next.</summary>
    public static string Answer(string request, long path)
    {
        Row row = Rows.Single(row => request == row.Question || request.StartsWith(row.Question + "\n", StringComparison.Ordinal));
        string information = string.Join('\n', row.Information.Select((statement, i) => $"{i + 1}. {statement}"));
        string rationale = row.Rationales[(int)path];
        return request.Contains("\nInformation:", StringComparison.Ordinal) ? rationale
            : request.Contains("\nCore question:", StringComparison.Ordinal) ? information
            : $"Core question: {row.CoreQuestion}\nInformation:\n{information}\nSolution:\n{rationale}";
    }

    public static ScriptedChatClient Client() => new((messages, options) =>
        new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer(messages[^1].Text["Problem: ".Length..], options!.Seed!.Value)))
        {
            Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 100 },
        });

    public static DistillationRunOptions Options(string folder, TeacherForm form = TeacherForm.OneCallTagged) => new()
    {
        OutputFolder = folder,
        Teacher = new KeyPointTeacherOptions { Kind = RationaleKind.ChainOfThought, Form = form, Paths = 3, Model = "m" },
        Concurrency = 4,
    };

    /// <summary>The distillation set and the verdicts that a run's folder gives, byte for byte.</summary>
    public static async Task<string> SetAsync(string folder)
    {
        await DistillationOutput.WriteAsync(new PathFilter().FilterAsync(RunReader.ReadPathsAsync(folder)), folder);
        return File.ReadAllText(Path.Combine(folder, DistillationFiles.Set)) + File.ReadAllText(Path.Combine(folder, DistillationFiles.Verdicts));
    }

    /// <summary>What a run must give in the end.</summary>
    public static async Task<string> ExpectedSetAsync(TeacherForm form = TeacherForm.OneCallTagged)
    {
        using var folder = new TemporaryFolder();
        await new DistillationRun(Client(), Options(folder.Path, form)).RunAsync(Problems.ToAsyncEnumerable());
        return await SetAsync(folder.Path);
    }

    private sealed record Row(string Question, string Answer, string CoreQuestion, IReadOnlyList<string> Information, IReadOnlyList<string> Rationales);
}
