using System.Security.Cryptography;
using KPDD.T5;

namespace KPDD.Torch.Tests.Training;

/// <summary>The output folder shows a whole model or none, whatever moment a training dies at, and belongs to one training at a time.</summary>
public class OutputFolderTests
{
    [Fact]
    public async Task TrainAsync_KilledBeforeEachChangeOnDisk_FolderIsWholeAndResumeEndsEqual()
    {
        using var whole = new TemporaryFolder();
        TrainingResult expected = await TinyTraining.TrainAsync(Options(whole), Settings());
        string first = await FirstEpochAsync();
        string last = Model(whole.Path)!;
        bool killed = true;
        for (int change = 0; killed; change++)
        {
            using var folder = new TemporaryFolder();
            killed = await KillAsync(folder, change);
            Assert.Contains(Model(folder.Path), new[] { null, first, last });

            TrainingOptions resume = Options(folder);
            resume.Resume = true;
            TrainingResult resumed = await TinyTraining.TrainAsync(resume, Settings());

            Assert.Equal(expected.Epochs, resumed.Epochs);
            Assert.Equal(last, Model(folder.Path));
            Assert.Equal(
                ["checkpoint-2", "checkpoint.json", "config.json", "kpdd.json", "model.safetensors", "spiece.model", "tokenizer_config.json", "training.lock"],
                Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task TrainAsync_KilledOverAnotherModel_NeverMixesTheTwo()
    {
        using var other = new TemporaryFolder();
        CreateOtherModel(other.Path);
        string old = Model(other.Path)!;
        string first = await FirstEpochAsync();
        using var whole = new TemporaryFolder();
        await TinyTraining.TrainAsync(Options(whole), Settings());
        string last = Model(whole.Path)!;
        var seen = new HashSet<string?>();
        bool killed = true;
        for (int change = 0; killed; change++)
        {
            using var folder = new TemporaryFolder();
            CreateOtherModel(folder.Path);
            killed = await KillAsync(folder, change);

            string? model = Model(folder.Path);
            seen.Add(model);
            // The old model's second vocabulary file is never beside the new model.
            Assert.True(model is null || (model == old) == File.Exists(Path.Combine(folder.Path, "tokenizer.json")));
        }

        Assert.True(seen.SetEquals([null, old, first, last]));
    }

    [Fact]
    public async Task TrainAsync_FolderInUse_SecondIsRefusedAndFirstGoesOn()
    {
        using var folder = new TemporaryFolder();
        KpddException? refused = null;
        var progress = new ProgressList(report =>
        {
            if (report.Step == 1 && refused is null)
            {
                refused = Assert.ThrowsAsync<KpddException>(() => TinyTraining.TrainAsync(Options(folder), Settings())).GetAwaiter().GetResult();
            }
        });

        TrainingResult result = await TinyTraining.TrainAsync(Options(folder), Settings(), progress);

        Assert.Contains("Another training is writing", refused!.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, result.StepLosses.Count);
        await TinyTraining.TrainAsync(Options(folder), Settings());
    }

    [Fact]
    public async Task TrainAsync_OutputFolderThatCannotBe_ThrowsKpddException()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder);
        options.OutputFolder = Path.Combine(folder.Path, "file");
        File.WriteAllText(options.OutputFolder, string.Empty);

        KpddException error = await Assert.ThrowsAsync<KpddException>(() => TinyTraining.TrainAsync(options, Settings()));

        Assert.Contains(options.OutputFolder, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Trains, and fails the given change on disk and each later one: what a kill leaves. False when the training ended before.</summary>
    private static async Task<bool> KillAsync(TemporaryFolder folder, int change)
    {
        int changes = 0;
        T5TrainerSettings settings = Settings(_ =>
        {
            if (changes++ >= change)
            {
                throw new Killed();
            }
        });
        try
        {
            await TinyTraining.TrainAsync(Options(folder), settings);
            return false;
        }
        catch (Killed)
        {
            return true;
        }
    }

    /// <summary>A hash of the weights of the model that a folder holds whole, or null when it is no model.</summary>
    private static string? Model(string folder)
    {
        try
        {
            CpuT5Engine.Load(folder).Dispose();
            T5Tokenizer.Load(folder);
        }
        catch (KpddException)
        {
            // No model is one thing, half a model another: what is left must not look like one.
            Assert.False(File.Exists(Path.Combine(folder, "config.json")));
            return null;
        }

        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ModelWeights.FileName))));
    }

    private static void CreateOtherModel(string folder)
    {
        T5Config config = TinyTraining.Model with { FeedForwardWidth = 8 };
        using T5Model model = T5ModelFiles.Create(config);
        T5Initializer.Initialize(model, 1);
        config.Save(Path.Combine(folder, "config.json"));
        ModelWeights.Save(folder, T5ModelFiles.Weights(model));
        File.Copy(Path.Combine(TinyTraining.VocabularyFolder, "spiece.model"), Path.Combine(folder, "spiece.model"));
        File.Copy(Path.Combine(TinyTraining.VocabularyFolder, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
    }

    private static async Task<string> FirstEpochAsync()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder);
        options.Epochs = 1;
        await TinyTraining.TrainAsync(options, Settings());
        return Model(folder.Path)!;
    }

    private static TrainingOptions Options(TemporaryFolder folder)
    {
        TrainingOptions options = TinyTraining.Options();
        options.BatchSize = TinyTraining.Problems.Count;
        options.OutputFolder = folder.Path;
        return options;
    }

    private static T5TrainerSettings Settings(Action<string>? beforeDiskChange = null) => new()
    {
        ModelFolder = TinyTraining.VocabularyFolder,
        NewModel = TinyTraining.Model,
        Student = TinyTraining.Student,
        Threads = 1,
        BeforeDiskChange = beforeDiskChange ?? (_ => { }),
    };

    private sealed class Killed : Exception;
}
