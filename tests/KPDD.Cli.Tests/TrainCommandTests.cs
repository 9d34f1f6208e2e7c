namespace KPDD.Cli.Tests;

public class TrainCommandTests
{
    [Fact]
    public async Task Train_OneEpoch_LeavesAStudentThatSolvesAndACheckpointToResumeFrom()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string student = folder.PathOf("student");
        string[] train = ["train", "--stage", "solve", "--kind", "pot", "--data", data, "--dev", data, "--out", student, "--threads", "1", "--epochs", "1"];

        CliRun first = await KpddCli.RunAsync([.. train, "--batch", "2"]);
        CliRun resumed = await KpddCli.RunAsync([.. train, "--batch", "2", "--resume"]);
        CliRun refused = await KpddCli.RunAsync([.. train, "--batch", "3", "--resume"]);
        CliRun solved = await KpddCli.RunAsync("solve", "--json", "--model", student, "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?");

        Assert.Equal((0, string.Empty), (first.ExitCode, first.Error));
        Assert.Matches(@"^epoch   1   loss \d+\.\d{4}   dev \d+\.\d %   kept$", first.Lines[0]);
        Assert.Equal($"written to {student}", first.Lines[1]);
        Assert.Equal(first, resumed);
        refused.AssertFailure(1, student, "BatchSize was 2, now 3");
        Assert.Contains("\"answer\":\"48\"", Assert.Single(solved.Lines), StringComparison.Ordinal);
    }
}
