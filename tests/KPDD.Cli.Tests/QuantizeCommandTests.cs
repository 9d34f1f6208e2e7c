namespace KPDD.Cli.Tests;

public class QuantizeCommandTests
{
    private const string Question = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";

    [Fact]
    public async Task Quantize_Student_SmallerFolderThatSolvesAsInt8Does()
    {
        using var folder = new TemporaryFolder();
        string from = Path.Combine(KpddCli.Models, "cot"), to = folder.PathOf("int8");

        CliRun quantize = await KpddCli.RunAsync("quantize", "--model", from, "--out", to);

        Assert.Equal((0, string.Empty), (quantize.ExitCode, quantize.Error));
        Assert.InRange(WeightBytes(to), 1, 0.7 * WeightBytes(from));
        Assert.Equal(await AnswerAsync("--model", from, "--weights", "int8"), await AnswerAsync("--model", to));
    }

    [Fact]
    public async Task Quantize_IntoAModelFolder_NamesItAndLeavesIt()
    {
        using var folder = new TemporaryFolder();
        string student = folder.Copy(Path.Combine(KpddCli.Models, "cot"), "cot");
        long before = WeightBytes(student);

        (await KpddCli.RunAsync("quantize", "--model", student, "--out", student)).AssertFailure(1, student, "already");

        Assert.Equal(before, WeightBytes(student));
    }

    [Fact]
    public async Task Quantize_NoModel_NamesTheMissingFile() =>
        (await KpddCli.RunAsync("quantize", "--model", "no-such-folder", "--out", "nowhere")).AssertFailure(1, "no-such-folder");

    [Fact]
    public async Task Solve_EmbeddedStudentsInInt8_Answers() => Assert.Equal("48", await AnswerAsync("--weights", "int8"));

    private static async Task<string> AnswerAsync(params string[] options)
    {
        CliRun run = await KpddCli.RunAsync(["solve", .. options, Question]);
        return Assert.Single(run.Lines, line => line.TrimStart().StartsWith("answer", StringComparison.Ordinal)).Split(' ')[^1];
    }

    private static long WeightBytes(string folder) => new FileInfo(Path.Combine(folder, "model.safetensors")).Length;
}
