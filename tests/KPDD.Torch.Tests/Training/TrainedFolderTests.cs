using KPDD.T5;

namespace KPDD.Torch.Tests.Training;

public class TrainedFolderTests
{
    [Fact]
    public async Task TrainAsync_OutputFolder_OpensOnBothEnginesWithTheSameText()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = TinyTraining.Options(epochs: 20);
        options.OutputFolder = folder.Path;
        await TinyTraining.TrainAsync(options);
        var format = new MaskedTextFormat();
        string[] prompts = [.. TinyTraining.Problems.Select(p => format.FormatSolvePrompt(new SolveRequest(p.Problem)))];

        using T5TextGenerator managed = await T5TextGenerator.LoadAsync(folder.Path);
        using var torch = new T5TextGenerator(TorchT5Engine.Load(folder.Path), T5Tokenizer.Load(folder.Path), TinyTraining.Student, ownsEngine: true);
        string[] expected = [.. (await torch.GenerateAsync(prompts)).Select(t => t.Text)];

        Assert.All(expected, text => Assert.StartsWith("v1 =", text, StringComparison.Ordinal));
        Assert.Equal(expected, (await managed.GenerateAsync(prompts)).Select(t => t.Text));
        Assert.Equal(TinyTraining.Student, managed.Description);
    }

    [Fact]
    public async Task TrainAsync_TrainedFolder_IsAModelToStartFrom()
    {
        using var first = new TemporaryFolder();
        TrainingOptions options = TinyTraining.Options(epochs: 5);
        options.OutputFolder = first.Path;
        TrainingResult scratch = await TinyTraining.TrainAsync(options);

        TrainingResult tuned = await TinyTraining.TrainAsync(
            TinyTraining.Options(), new T5TrainerSettings { ModelFolder = first.Path, Student = TinyTraining.Student, Threads = 1 });

        Assert.InRange(tuned.Epochs[0].MeanLoss, 0, scratch.Epochs[1].MeanLoss);
    }

    [Fact]
    public async Task TrainAsync_StudentOfSeveralMembers_FolderHoldsOneModelThatMayBeAMember()
    {
        using var folder = new TemporaryFolder();
        string trained = Path.Combine(folder.Path, "trained"), pair = Path.Combine(folder.Path, "pair");
        TrainingOptions options = TinyTraining.Options(epochs: 1);
        options.OutputFolder = trained;
        StudentDescription group = TinyTraining.Student with { Members = [new StudentMember("."), new StudentMember("../absent")] };
        await TinyTraining.TrainAsync(options, new T5TrainerSettings { ModelFolder = TinyTraining.VocabularyFolder, NewModel = TinyTraining.Model, Student = group, Threads = 1 });
        StudentDescriptionFile.Save(pair, TinyTraining.Student with { Members = [new StudentMember("../trained"), new StudentMember("../trained", 2)] });

        using T5TextGenerator one = await TorchT5.LoadAsync(trained);
        using T5TextGenerator both = await TorchT5.LoadAsync(pair);

        Assert.Equal(TinyTraining.Student, one.Description);
        string[] prompts = [.. TinyTraining.Problems.Select(p => p.Problem.Question)];
        Assert.Equal((await one.GenerateAsync(prompts)).Select(t => t.Text), (await both.GenerateAsync(prompts)).Select(t => t.Text));
    }
}
