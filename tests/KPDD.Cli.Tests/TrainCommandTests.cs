using System.Globalization;

namespace KPDD.Cli.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private const string Jars = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";
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

    private static double LossOf(CliRun run) =>
        double.Parse(run.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);
}
