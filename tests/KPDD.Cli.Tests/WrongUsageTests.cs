namespace KPDD.Cli.Tests;

/// <summary>Whatever is wrong, the app says so in one line on standard error and ends with an exit code that is not zero.</summary>
public class WrongUsageTests
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const string Question = "Ann has 3 apples and buys 4 more. How many apples does she have?";

    [Theory]
    [InlineData("Required command", "")]
    [InlineData("'solv'", "solv", Question)]
    [InlineData("--jsno", "solve", "--jsno", Question)]
    [InlineData("'bot'", "solve", "--kind", "bot", Question)]
    [InlineData("'int4'", "solve", "--weights", "int4", Question)]
    [InlineData("--out", "quantize", "--model", "student")]
    [InlineData("Required argument", "solve")]
    [InlineData("--format", "evaluate", "--data", "problems.json")]
    [InlineData("'mathqa'", "evaluate", "--data", "problems.json", "--format", "mathqa")]
    [InlineData("--limit", "evaluate", "--data", "problems.json", "--format", "svamp", "--limit", "0")]
    [InlineData("--out", "train", "--stage", "solve", "--data", "train.csv", "--dev", "dev.csv")]
    [InlineData("--epochs", "train", "--stage", "solve", "--data", "a.csv", "--dev", "b.csv", "--out", "student", "--epochs", "0")]
    [InlineData("--batch", "train", "--stage", "solve", "--data", "a.csv", "--dev", "b.csv", "--out", "student", "--batch", "-1")]
    [InlineData("--threads", "train", "--stage", "solve", "--data", "a.csv", "--dev", "b.csv", "--out", "student", "--threads", "0")]
    [InlineData("--learning-rate", "train", "--stage", "solve", "--data", "a.csv", "--dev", "b.csv", "--out", "student", "--learning-rate", "0")]
    [InlineData("'many'", "train", "--stage", "solve", "--data", "a.csv", "--dev", "b.csv", "--out", "student", "--epochs", "many")]
    [InlineData("--limit", "generate", "--endpoint", "http://localhost", "--model", "m", "--data", "a.json", "--format", "svamp", "--out", "run", "--limit", "-3")]
    [InlineData("--paths", "generate", "--endpoint", "http://localhost", "--model", "m", "--data", "a.json", "--format", "svamp", "--out", "run", "--paths", "0")]
    [InlineData("--price-in", "generate", "--endpoint", "http://localhost", "--model", "m", "--data", "a.json", "--format", "svamp", "--out", "run", "--budget", "1")]
    public async Task Run_WrongArguments_NamesThem(string mention, params string[] arguments) =>
        (await KpddCli.RunAsync([.. arguments.Where(argument => argument.Length > 0)])).AssertFailure(WrongUsage, mention);

    [Fact]
    public async Task Evaluate_MissingFile_NamesIt() =>
        (await KpddCli.RunAsync("evaluate", "--data", "no-such-file.json", "--format", "svamp")).AssertFailure(Failed, "no-such-file.json");

    [Fact]
    public async Task Evaluate_FileOfAnotherFormat_NamesFileAndRecord()
    {
        using var folder = new TemporaryFolder();
        string file = TinyDataSets.Write(folder, "gsm8k");

        (await KpddCli.RunAsync("evaluate", "--data", file, "--format", "svamp")).AssertFailure(Failed, file);
        (await KpddCli.RunAsync("evaluate", "--data", TinyDataSets.Write(folder, "svamp"), "--format", "gsm8k")).AssertFailure(Failed, "svamp.json");
    }

    [Fact]
    public async Task Evaluate_FileWithoutRecords_NamesIt()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("empty.csv", "Question,Numbers,Equation,Answer,group_nums,Body,Ques_Statement\n");

        (await KpddCli.RunAsync("evaluate", "--data", file, "--format", "mawps-csv")).AssertFailure(Failed, file);
    }

    [Fact]
    public async Task Generate_DataOutOfAPipe_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows gives a pipe no path.");

        (await KpddCli.RunAsync("generate", "--dry-run", "--model", "m", "--data", "/dev/stdin", "--format", "gsm8k", "--out", "run")).AssertFailure(Failed, "/dev/stdin", "pipe");
    }

    [Fact]
    public async Task Solve_MissingModelFolder_NamesIt() =>
        (await KpddCli.RunAsync("solve", "--model", "no-such-folder", Question)).AssertFailure(Failed, "no-such-folder");

    [Fact]
    public async Task Solve_KindContradictsTheModelFolder_NamesFolderAndBothKinds()
    {
        string folder = Path.Combine(KpddCli.Models, "cot");

        (await KpddCli.RunAsync("solve", "--model", folder, "--kind", "pot", Question)).AssertFailure(Failed, folder, "ChainOfThought", "ProgramOfThought");
    }

    [Fact]
    public async Task Solve_CorruptModelFolder_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        string model = folder.Copy(Path.Combine(KpddCli.Models, "cot"), "cot");
        string weights = Path.Combine(model, "model.safetensors");
        using (FileStream file = File.OpenWrite(weights))
        {
            file.SetLength(file.Length / 2);
        }

        (await KpddCli.RunAsync("solve", "--model", model, Question)).AssertFailure(Failed, weights);

        File.WriteAllText(Path.Combine(model, "config.json"), "{ \"d_model\": ");
        (await KpddCli.RunAsync("solve", "--model", model, Question)).AssertFailure(Failed, Path.Combine(model, "config.json"));
    }

    [Fact]
    public async Task Execute_EmptyPath_SaysSoWithoutTheNameOfAParameter() =>
        (await KpddCli.RunAsync("execute", string.Empty)).AssertFailure(Failed, "empty");

    [Fact]
    public async Task Filter_MissingRunFolder_NamesIt() =>
        (await KpddCli.RunAsync("filter", "--run", "no-such-folder")).AssertFailure(Failed, "no run folder", "no-such-folder");

    [Theory]
    [InlineData("gsm8k", "")]
    [InlineData("svamp", "[]")]
    public async Task Evaluate_FileWithoutRecords_NamesTheFile(string format, string content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("nothing.json", content);

        (await KpddCli.RunAsync("evaluate", "--data", file, "--format", format)).AssertFailure(Failed, file);
    }

    [Theory]
    [InlineData("nothing.jsonl", "")]
    [InlineData("nothing.json", "[]")]
    [InlineData("nothing.csv", "Question,Numbers,Equation,Answer\n")]
    public async Task Train_FileWithoutRecords_NamesTheFile(string name, string content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write(name, content);

        (await KpddCli.RunAsync("train", "--stage", "solve", "--data", file, "--dev", file, "--out", folder.PathOf("student")))
            .AssertFailure(Failed, file);
    }

    [Fact]
    public async Task Train_ProgramsForAStudentOfChains_NamesFileAndReason()
    {
        using var folder = new TemporaryFolder();
        string file = TinyDataSets.Write(folder, "mawps-csv");

        (await KpddCli.RunAsync("train", "--stage", "solve", "--kind", "cot", "--data", file, "--dev", file, "--out", folder.PathOf("student")))
            .AssertFailure(Failed, file, "chain of thought");
    }

    [Fact]
    public async Task Train_FolderOfAFinishedStudent_IsLeftAsItIs()
    {
        using var folder = new TemporaryFolder();
        string file = TinyDataSets.Write(folder, "mawps-csv");
        string student = folder.Copy(Path.Combine(KpddCli.Models, "pot"), "student");
        byte[] weights = File.ReadAllBytes(Path.Combine(student, "model.safetensors"));

        (await KpddCli.RunAsync("train", "--stage", "solve", "--data", file, "--dev", file, "--out", student))
            .AssertFailure(Failed, student, "--resume");
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(student, "model.safetensors")));
    }

    [Fact]
    public async Task Train_DataOfAnUnknownExtension_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("problems.txt", "What is 1 + 1?");

        (await KpddCli.RunAsync("train", "--stage", "solve", "--data", file, "--dev", file, "--out", folder.PathOf("student")))
            .AssertFailure(Failed, file);
    }
}
