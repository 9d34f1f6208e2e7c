using System.Text.Json;

namespace KPDD.Cli.Tests;

public class SolveCommandTests
{
    private const string Jars = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";
    private const string Rolls = "A baker made 52 rolls and sold 37 of them. How many rolls are left?";

    private static readonly string[] Keys = ["question", "coreQuestion", "information", "rationale", "answer", "status", "milliseconds"];

    [Fact]
    public async Task Solve_Json_OneObjectAQuestionWithExactlyTheKeys()
    {
        CliRun run = await KpddCli.RunAsync("solve", "--json", Jars, Rolls);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonElement[] lines = Parse(run);
        Assert.All(lines, line => Assert.Equal(Keys, line.EnumerateObject().Select(property => property.Name)));
        Assert.Equal([Jars, Rolls], lines.Select(line => line.GetProperty("question").GetString()));
        Assert.Equal(["48", "15"], lines.Select(line => line.GetProperty("answer").GetString()));
        Assert.Equal("How many jars are there in all?", lines[0].GetProperty("coreQuestion").GetString());
        Assert.Equal("There are 6 shelves with 8 jars on each shelf.", Assert.Single(lines[0].GetProperty("information").EnumerateArray()).GetString());
        Assert.Contains("answer = ", lines[0].GetProperty("rationale").GetString(), StringComparison.Ordinal);
        Assert.Equal("Solved", lines[0].GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Number, lines[0].GetProperty("milliseconds").ValueKind);
    }

    [Fact]
    public async Task Solve_StandardInputWithBadItems_ALineEachInOrder()
    {
        string tenThousandWords = string.Join(' ', Enumerable.Repeat("apples", 10_000));
        string[] questions = [Jars, string.Empty, tenThousandWords, "Why is the sky blue?", "安有3个苹果。\u0007 \u001b[31m", Rolls];

        CliRun run = await KpddCli.RunAsync('\uFEFF' + string.Join("\r\n", questions) + "\r\n", ["solve", "-", "--json"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonElement[] lines = Parse(run);
        Assert.Equal(questions, lines.Select(line => line.GetProperty("question").GetString()));
        Assert.Equal(("48", "15"), (lines[0].GetProperty("answer").GetString(), lines[^1].GetProperty("answer").GetString()));
        Assert.Equal(("NoAnswer", JsonValueKind.Null), (lines[1].GetProperty("status").GetString(), lines[1].GetProperty("answer").ValueKind));
        Assert.Contains("cut off", lines[2].GetProperty("diagnostic").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, lines[3].GetProperty("answer").ValueKind);
        Assert.False(lines[^1].TryGetProperty("diagnostic", out _));
    }

    [Fact]
    public async Task Solve_ChainOfThoughtWithoutKeyPoints_ReasonsInWordsFromTheQuestionAlone()
    {
        CliRun run = await KpddCli.RunAsync("solve", "--json", "--kind", "cot", "--no-key-points", Jars);

        JsonElement line = Assert.Single(Parse(run));
        Assert.Equal(JsonValueKind.Null, line.GetProperty("coreQuestion").ValueKind);
        Assert.Empty(line.GetProperty("information").EnumerateArray());
        Assert.EndsWith("The answer is 48.", line.GetProperty("rationale").GetString(), StringComparison.Ordinal);
        Assert.Equal("48", line.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Solve_ModelFolderOfOneStudent_ItsFileSaysHowItReasons()
    {
        CliRun run = await KpddCli.RunAsync("solve", "--json", "--model", Path.Combine(KpddCli.Models, "cot"), Jars);

        JsonElement line = Assert.Single(Parse(run));
        Assert.EndsWith("The answer is 48.", line.GetProperty("rationale").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("coreQuestion").ValueKind);
    }

    [Fact]
    public async Task Solve_ModelFolderOfAllStudents_TakesKeyAndSolveStudent()
    {
        CliRun run = await KpddCli.RunAsync("solve", "--json", "--model", KpddCli.Models, Jars);

        JsonElement line = Assert.Single(Parse(run));
        Assert.Equal("48", line.GetProperty("answer").GetString());
        Assert.Equal("How many jars are there in all?", line.GetProperty("coreQuestion").GetString());
    }

    [Fact]
    public async Task Solve_ModelFolderOfMembers_SolvesAsTheEmbeddedStudent()
    {
        using var folder = new TemporaryFolder();
        folder.Copy(Path.Combine(KpddCli.Models, "pot"), "first");
        folder.Copy(Path.Combine(KpddCli.Models, "pot-second"), "second");
        folder.Copy(Path.Combine(KpddCli.Models, "channel"), "channel");
        string description = File.ReadAllText(folder.PathOf("first", "kpdd.json"));
        File.Delete(folder.PathOf("first", "kpdd.json"));
        folder.Write("kpdd.json", description
            .Replace("\".\"", "\"first\"", StringComparison.Ordinal)
            .Replace("../pot-second", "second", StringComparison.Ordinal)
            .Replace("../channel", "channel", StringComparison.Ordinal));

        CliRun embedded = await KpddCli.RunAsync("solve", "--json", "--no-key-points", Jars, Rolls);
        CliRun group = await KpddCli.RunAsync("solve", "--json", "--model", folder.FullName, Jars, Rolls);

        Assert.Equal(Parse(embedded).Select(Solution), Parse(group).Select(Solution));

        static (string?, string?) Solution(JsonElement line) => (line.GetProperty("answer").GetString(), line.GetProperty("rationale").GetString());
    }

    [Fact]
    public async Task Solve_ModelFolderOfMembers_MissingOneIsNamed()
    {
        using var folder = new TemporaryFolder();
        string model = folder.Copy(Path.Combine(KpddCli.Models, "pot"), "pot");

        CliRun run = await KpddCli.RunAsync("solve", "--model", model, Jars);

        run.AssertFailure(1, Path.Combine(model, "kpdd.json"), folder.PathOf("pot-second"));
    }

    [Fact]
    public async Task Solve_FolderWithoutStudents_NamesAllThatIsMissing()
    {
        using var folder = new TemporaryFolder();

        CliRun run = await KpddCli.RunAsync("solve", "--model", folder.FullName, Jars);

        run.AssertFailure(1, folder.FullName, "key and pot");
    }

    [Fact]
    public async Task Solve_ForAPerson_ShowsKeyPointsProgramAndAnswerButNoControlCharacters()
    {
        CliRun run = await KpddCli.RunAsync("solve", Rolls, string.Empty, "Why \u001b[31m red?");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("  asks     How many rolls are left?", run.Lines);
        Assert.Contains("  knows    A baker made 52 rolls and sold 37 of them.", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("  program  ", StringComparison.Ordinal));
        Assert.Contains("  answer   15", run.Lines);
        Assert.Contains("(blank question)", run.Lines);
        Assert.Contains("  answer   none: The question is empty.", run.Lines);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    private static JsonElement[] Parse(CliRun run) => [.. run.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}
