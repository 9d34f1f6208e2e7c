namespace KPDD.Cli.Tests;

/// <summary>The app without libtorch, as of an app that references no native package.</summary>
public class MissingBackendTests
{
    [Fact]
    public async Task Train_NoLibtorch_NamesThePackageToAdd()
    {
        using var folder = new TemporaryFolder();
        string app = folder.Copy(KpddCli.Folder, "app");
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);

        CliRun run = await KpddCli.RunFromAsync(
            app, "train", "--stage", "key", "--from", Path.Combine(KpddCli.Models, "key"), "--data", data, "--dev", data, "--out", folder.PathOf("student"));

        run.AssertFailure(1, "libtorch", "TorchSharp-cpu", "TorchSharp-cuda-linux");
        Assert.Empty(Directory.EnumerateDirectories(app));
    }

    [Fact]
    public async Task Solve_NoLibtorch_Solves()
    {
        using var folder = new TemporaryFolder();
        string app = folder.Copy(KpddCli.Folder, "app");

        CliRun run = await KpddCli.RunFromAsync(app, "solve", "--json", "--model", Path.Combine(KpddCli.Models, "cot"), "Ann has 3 apples and buys 4 more. How many apples does she have?");

        Assert.Contains("\"answer\":\"7\"", Assert.Single(run.Lines), StringComparison.Ordinal);
    }
}
