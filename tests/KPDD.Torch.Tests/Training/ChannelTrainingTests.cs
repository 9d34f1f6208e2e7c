using KPDD.T5;

namespace KPDD.Torch.Tests.Training;

/// <summary>Channel students learn the way back: from the program to the question.</summary>
public class ChannelTrainingTests
{
    private static readonly StudentDescription Channel = TinyTraining.Student with { Stage = DistillationStage.Channel, MaxNewTokens = 40 };

    private static readonly DistillationExample[] Examples = [Example("2 and 3 more ?", "2 + 3"), Example("5 less 4 ?", "5 - 4")];

    [Fact]
    public async Task TrainAsync_ChannelStage_WritesTheQuestionOfEachProgram()
    {
        using var folder = new TemporaryFolder();

        TrainingResult result = await TrainAsync(folder, epochs: 80, validation: []);

        Assert.InRange(result.StepLosses[^1], 0, result.StepLosses[0] / 10);
        using T5TextGenerator student = await TorchT5.LoadAsync(folder.Path);
        var format = new MaskedTextFormat();
        IReadOnlyList<GeneratedText> written = await student.GenerateAsync([.. Examples.Select(example => format.FormatChannelPrompt(example.Problem, example.Rationale!)!)]);
        Assert.Equal(Examples.Select(example => format.FormatChannelTarget(example.Problem)), written.Select(text => text.Text));
        Assert.Equal(Channel, student.Description);
    }

    [Fact]
    public async Task TrainAsync_ValidationWithoutEvaluator_MeasuresTheLikelihoodOfTheQuestions()
    {
        using var folder = new TemporaryFolder();

        TrainingResult result = await TrainAsync(folder, epochs: 3, validation: Examples);

        Assert.Equal(3, result.BestEpoch);
        Assert.Equal(result.Epochs.Select(epoch => epoch.ValidationScore).Order(), result.Epochs.Select(epoch => epoch.ValidationScore));
        using T5TextGenerator student = await TorchT5.LoadAsync(folder.Path);
        Assert.Equal(await new QuestionLikelihood().EvaluateAsync(student, Examples), result.BestScore!.Value, 1e-6);
    }

    [Fact]
    public async Task TrainAsync_ExamplesWithoutProgram_ThrowsArgumentException()
    {
        DistillationExample[] examples = [Examples[0] with { Rationale = null }, Examples[1] with { Rationale = new Rationale(RationaleKind.ProgramOfThought, "print('hello')") }];

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => new T5DistillationTrainer(Settings(Channel)).TrainAsync(examples, [], TinyTraining.Options()));

        Assert.Contains("Channel student", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_SolveStudentWithAChannel_FolderHoldsOneModelWithout()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = TinyTraining.Options(epochs: 1);
        options.OutputFolder = folder.Path;

        await TinyTraining.TrainAsync(options, Settings(TinyTraining.Student with { Channel = new StudentChannel("../absent") }));

        using T5TextGenerator student = await TorchT5.LoadAsync(folder.Path);
        Assert.Equal(TinyTraining.Student, student.Description);
    }

    private static Task<TrainingResult> TrainAsync(TemporaryFolder folder, int epochs, DistillationExample[] validation)
    {
        TrainingOptions options = TinyTraining.Options(epochs);
        options.OutputFolder = folder.Path;
        options.LearningRate = 0.02;
        return new T5DistillationTrainer(Settings(Channel)).TrainAsync(Examples, validation, options);
    }

    private static DistillationExample Example(string question, string expression) => new(new MathProblem(question, question))
    {
        Rationale = new Rationale(RationaleKind.ProgramOfThought, $"answer = {expression}"),
    };

    private static T5TrainerSettings Settings(StudentDescription student) => new()
    {
        ModelFolder = TinyTraining.VocabularyFolder, NewModel = TinyTraining.Model with { DropoutRate = 0 }, Student = student, Threads = 1,
    };
}
