using System.Diagnostics;

namespace KPDD.Cli.Tests;

public class TrainResumeTests
{
    private const int Epochs = 8;

    [Fact]
    public async Task Train_KilledAndResumed_EndsAsIfNothingHadHappened()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("train.csv", TinyDataSets.MaskedCsv);
        string whole = folder.PathOf("whole"), killed = folder.PathOf("killed");

        CliRun uninterrupted = await KpddCli.RunAsync(Command(data, whole));
        await KillAfterFirstCheckpointAsync(Command(data, killed), Path.Combine(killed, "checkpoint.json"));
        CliRun resumed = await KpddCli.RunAsync([.. Command(data, killed), "--resume"]);

        Assert.Equal((0, string.Empty), (resumed.ExitCode, resumed.Error));
        Assert.Equal(Epochs, resumed.Lines.Count(line => line.StartsWith("epoch", StringComparison.Ordinal)));
        Assert.Equal(uninterrupted.Lines.SkipLast(1), resumed.Lines.SkipLast(1));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(killed, "model.safetensors")));
    }

    private static string[] Command(string data, string student) =>
        ["train", "--stage", "key", "--data", data, "--dev", data, "--out", student, "--threads", "1", "--epochs", $"{Epochs}", "--batch", "1"];

    private static async Task KillAfterFirstCheckpointAsync(string[] command, string checkpoint)
    {
        using Process process = KpddCli.Start(command);
        while (!File.Exists(checkpoint) && !process.HasExited)
        {
            await Task.Delay(5);
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode != 0, "The training was over before it was killed.");
    }
}
