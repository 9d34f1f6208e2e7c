using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests;

/// <summary>Problems with a model that answers each of them by rule: the same request always gets the same answer, whatever came before.</summary>
internal static class RecordedTeacher
{
    /// <summary>Problems whose answer is their number plus one.</summary>
    public static IReadOnlyList<MathProblem> Problems(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new MathProblem($"problem-{i}", $"Ann has {i} apples and buys 1 more. How many apples does she have?") { ExpectedAnswer = $"{i + 1}" })];

    /// <summary>A chain of thought in tagged form; path 1 of each problem is wrong, and the words differ by path.</summary>
    public static string Answer(string question, long path)
    {
        int apples = int.Parse(question.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        int answer = path == 1 ? apples : apples + 1;
        return $"Core question: How many apples does Ann have?\nInformation:\n1. Ann has {apples} apples.\n2. She buys 1 more.\nSolution:\nBy way {path}, the answer is {answer}.";
    }

    public static ChatResponse Respond(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        new(new ChatMessage(ChatRole.Assistant, Answer(messages[^1].Text["Problem: ".Length..], options!.Seed!.Value)))
        {
            Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 100 },
        };

    public static ScriptedChatClient Client() => new(Respond);

    public static DistillationRunOptions Options(string folder) => new()
    {
        OutputFolder = folder,
        Teacher = new KeyPointTeacherOptions { Kind = RationaleKind.ChainOfThought, Form = TeacherForm.OneCallTagged, Paths = 3 },
        Concurrency = 4,
    };

    /// <summary>Every path of a run, as text that is equal when the runs are.</summary>
    public static async Task<IReadOnlyList<string>> ContentAsync(string folder) =>
        await RunReader.ReadPathsAsync(folder).Select(path => $"{path.Problem.Id}/{path.PathNumber}: {path.Problem.Question} {path.KeyPoints?.CoreQuestion} {path.Rationale?.Text}").ToListAsync();

    /// <summary>What a run over these problems must hold in the end.</summary>
    public static async Task<IReadOnlyList<string>> ExpectedAsync(IReadOnlyList<MathProblem> problems)
    {
        using var folder = new TemporaryFolder();
        await new DistillationRun(Client(), Options(folder.Path)).RunAsync(problems.ToAsyncEnumerable());
        return await ContentAsync(folder.Path);
    }
}
