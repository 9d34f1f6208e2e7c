using System.Globalization;
using System.Text.Json;

namespace KPDD.Cli.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private const string Jars = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";

    /// <summary>A program student whose channel student counts for little, so that a barely trained one cannot turn an answer.</summary>
    private const string NamesChannel =
        """{ "version": 1, "stage": "solve", "rationaleKind": "programOfThought", "textFormat": "masked", "maxNewTokens": 64, "numBeams": 5, "channel": { "folder": "../channel", "weight": 0.001 } }""";

    private static readonly string PotSecond = Path.Combine(KpddCli.Models, "pot-second");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Train_OneEpoch_LeavesAStudentThatSolvesAndACheckpointToResumeFrom()
    {
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string student = folder.PathOf("student");
        string[] train = Command("solve", data, student, "--kind", "pot");

        CliRun first = await KpddCli.RunAsync([.. train, "--batch", "2"]);
        CliRun resumed = await KpddCli.RunAsync([.. train, "--batch", "2", "--resume"]);
        CliRun refused = await KpddCli.RunAsync([.. train, "--batch", "3", "--resume"]);
        CliRun solved = await KpddCli.RunAsync("solve", "--json", "--model", student, Jars);

        AssertOneEpoch(first, student);
        Assert.Equal(first, resumed);
        refused.AssertFailure(1, student, "--batch was 2, now 3", "another folder for --out");
        Assert.DoesNotContain("TrainingOptions", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\"answer\":\"48\"", Assert.Single(solved.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_StageKey_LeavesAKeyStudent()
    {
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string student = folder.PathOf("models", "key");

        CliRun trained = await KpddCli.RunAsync(Command("key", data, student));
        folder.Copy(Path.Combine(KpddCli.Models, "cot"), Path.Combine("models", "cot"));
        CliRun solved = await KpddCli.RunAsync("solve", "--json", "--kind", "cot", "--model", folder.PathOf("models"), Jars);
        CliRun alone = await KpddCli.RunAsync("solve", "--model", student, Jars);

        AssertOneEpoch(trained, student);
        Assert.Contains("\"coreQuestion\":\"How many jars are there in all?\"", Assert.Single(solved.Lines), StringComparison.Ordinal);
        alone.AssertFailure(1, student, "key student");
    }

    [Fact]
    public async Task Train_FromAFolderThatOnlyNamesMembers_SaysThatOneModelIsNeeded()
    {
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        folder.Copy(Path.Combine(KpddCli.Models, "pot-second"), "second");
        folder.Write("kpdd.json", """{ "version": 1, "stage": "solve", "rationaleKind": "programOfThought", "textFormat": "masked", "members": [ { "folder": "second", "weight": 1 } ] }""");

        CliRun run = await KpddCli.RunAsync([.. Command("solve", data, folder.PathOf("student"), "--kind", "pot"), "--from", folder.FullName]);

        run.AssertFailure(1, folder.FullName, "second", "one model");
    }

    [Fact]
    public async Task Train_ChainsFromADistillationSet_LeavesAStudentThatReasonsInWords()
    {
        string data = folder.Write("train.jsonl", TinyDataSets.Chains);
        string student = folder.PathOf("student");

        CliRun trained = await KpddCli.RunAsync(Command("solve", data, student, "--kind", "cot"));
        CliRun solved = await KpddCli.RunAsync("solve", "--json", "--model", student, Jars);

        AssertOneEpoch(trained, student);
        Assert.Contains("The answer is 48.", Assert.Single(solved.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cot", "gsm8k.jsonl", """{"question": "Mia has 2 bags of 5 pears. How many pears?", "answer": "2*5 = <<2*5=10>>10\n#### 10"}""")]
    [InlineData("cot", "teacher.json", """[{"instruction": "Mia has 2 bags of 5 pears. How many pears?", "output": "2 * 5 = 10. The answer is 10."}]""")]
    [InlineData("pot", "wolfram.json", """[{"item_id": "a", "question": "Mia has 2 bags of 5 pears. How many pears?", "answer_cot": "v1 = 2 ; v2 = 5\nv3 = v1 * v2", "answer_value": "10", "answer_type": "float"}]""")]
    public async Task Train_RecordedTeacherOfAnyLayout_IsLearntFrom(string kind, string name, string content)
    {
        string data = folder.Write(name, content);
        string dev = folder.Write("dev.jsonl", TinyDataSets.Chains);
        string student = folder.PathOf("student");

        CliRun run = await KpddCli.RunAsync("train", "--stage", "solve", "--kind", kind, "--data", data, "--dev", dev, "--out", student, "--threads", "1", "--epochs", "1");

        AssertOneEpoch(run, student);
    }

    [Fact]
    public async Task Train_FromAnotherStudent_KeepsItsShapeAndFromScratchForgetsItsWeights()
    {
        string data = folder.Write("train.jsonl", TinyDataSets.Chains);
        string start = Path.Combine(KpddCli.Models, "cot");
        string tuned = folder.PathOf("tuned"), fresh = folder.PathOf("fresh");

        CliRun fromWeights = await KpddCli.RunAsync(Command("solve", data, tuned, "--kind", "cot", "--from", start));
        CliRun fromScratch = await KpddCli.RunAsync(Command("solve", data, fresh, "--kind", "cot", "--from", start, "--from-scratch"));

        AssertOneEpoch(fromWeights, tuned);
        AssertOneEpoch(fromScratch, fresh);
        Assert.True(LossOf(fromWeights) < 1, fromWeights.Output);
        Assert.True(LossOf(fromScratch) > 3, fromScratch.Output);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tuned, "config.json")), File.ReadAllBytes(Path.Combine(fresh, "config.json")));
    }

    [Fact]
    public async Task Train_StageChannel_LeavesAChannelStudentThatASolveStudentCanName()
    {
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string dev = folder.Write("dev.jsonl", """{"id": "1", "question": "Tom has 5 pens and buys 2. How many?", "kind": "pot", "rationale": "answer = 5 + 2"}""");
        string start = folder.Copy(PotSecond, "pot");
        string channel = folder.PathOf("channel");

        CliRun trained = await KpddCli.RunAsync(
            "train", "--stage", "channel", "--kind", "cot", "--data", data, "--dev", dev, "--out", channel, "--from", start, "--threads", "1", "--epochs", "1");
        folder.Write(Path.Combine("pot", "kpdd.json"), NamesChannel);
        CliRun solved = await KpddCli.RunAsync("solve", "--json", "--model", start, Jars);
        CliRun alone = await KpddCli.RunAsync("solve", "--model", channel, Jars);

        AssertOneEpoch(trained, channel);
        Assert.Equal(("channel", "programOfThought"), (Described(channel).GetProperty("stage").GetString(), Described(channel).GetProperty("rationaleKind").GetString()));
        Assert.Contains("\"answer\":\"48\"", Assert.Single(solved.Lines), StringComparison.Ordinal);
        alone.AssertFailure(1, channel, "channel student", "solve student");
    }

    [Theory]
    [InlineData("solve")]
    [InlineData("channel")]
    public async Task Train_FromAStudentThatNamesAChannel_LeavesOneThatNamesNone(string stage)
    {
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string start = folder.Copy(PotSecond, "pot"), student = folder.PathOf("student");
        folder.Write(Path.Combine("pot", "kpdd.json"), NamesChannel);

        AssertOneEpoch(await KpddCli.RunAsync(Command(stage, data, student, "--from", start)), student);

        Assert.False(Described(student).TryGetProperty("channel", out JsonElement channel) && channel.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Train_StageChannel_FileWithoutProgramsIsNamedBeforeTheTrainingBegins()
    {
        string programs = folder.Write("programs.csv", TinyDataSets.MaskedCsv), chains = folder.Write("chains.jsonl", TinyDataSets.Chains);
        string student = folder.PathOf("student");

        CliRun nothingToLearn = await KpddCli.RunAsync("train", "--stage", "channel", "--data", chains, "--dev", programs, "--out", student, "--from", PotSecond);
        CliRun nothingToMeasure = await KpddCli.RunAsync("train", "--stage", "channel", "--data", programs, "--dev", chains, "--out", student, "--from", PotSecond);

        nothingToLearn.AssertFailure(1, chains, "a program (pot) to learn");
        nothingToMeasure.AssertFailure(1, chains, "a program (pot) to choose the best epoch by", "--dev");
        Assert.False(Directory.Exists(student));
    }

    [Fact]
    public async Task Train_StageChannel_FileThatHoldsNoTrainingDataIsNamed()
    {
        string text = folder.Write("train.txt", "How many?");

        CliRun run = await KpddCli.RunAsync(Command("channel", text, folder.PathOf("student"), "--from", PotSecond));

        run.AssertFailure(1, text, "distillation set");
    }

    [Fact]
    public async Task Solve_ChannelThatIsMissingOrNoChannelStudent_IsNamed()
    {
        string start = folder.Copy(PotSecond, "pot");
        folder.Write(Path.Combine("pot", "kpdd.json"), NamesChannel);

        CliRun missing = await KpddCli.RunAsync("solve", "--model", start, Jars);
        folder.Copy(PotSecond, "channel");
        CliRun solves = await KpddCli.RunAsync("solve", "--model", start, Jars);

        missing.AssertFailure(1, start, folder.PathOf("channel"), "no model folder");
        solves.AssertFailure(1, start, "../channel", "another stage");
    }

    [Fact]
    public async Task Train_DevFileWithoutAnswers_IsNamedBeforeTheTrainingBegins()
    {
        string data = folder.Write("train.jsonl", TinyDataSets.Chains);
        string dev = folder.Write("dev.jsonl", """{"id": "1", "question": "How many?", "kind": "cot", "rationale": "Three."}""");

        CliRun run = await KpddCli.RunAsync("train", "--stage", "solve", "--kind", "cot", "--data", data, "--dev", dev, "--out", folder.PathOf("student"));

        run.AssertFailure(1, dev, "--dev");
        Assert.False(Directory.Exists(folder.PathOf("student")));
    }

    private static string[] Command(string stage, string data, string student, params string[] more) =>
        ["train", "--stage", stage, "--data", data, "--dev", data, "--out", student, "--threads", "1", "--epochs", "1", .. more];

    private static void AssertOneEpoch(CliRun run, string student)
    {
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Matches(@"^epoch   1   loss \d+\.\d{4}   dev \d+\.\d %   kept$", run.Lines[0]);
        Assert.Equal($"written to {student}", run.Lines[1]);
    }

    private static JsonElement Described(string student) => JsonElement.Parse(File.ReadAllText(Path.Combine(student, "kpdd.json")));

    private static double LossOf(CliRun run) =>
        double.Parse(run.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);
}
