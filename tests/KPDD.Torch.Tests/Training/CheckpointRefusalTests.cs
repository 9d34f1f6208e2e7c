using System.Text.Json.Nodes;
using KPDD.T5;

namespace KPDD.Torch.Tests.Training;

/// <summary>A checkpoint is continued only by the training that wrote it, and only when it is undamaged.</summary>
public sealed class CheckpointRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> LossOptions => [.. typeof(TrainingOptions).GetProperties().Select(p => p.Name).Except(
        [nameof(TrainingOptions.OutputFolder), nameof(TrainingOptions.Resume), nameof(TrainingOptions.Patience), nameof(TrainingOptions.EvaluateEveryEpochs)])];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(LossOptions))]
    public async Task Resume_AnotherValueOfAnyOptionThatChangesLosses_MessageNamesIt(string name)
    {
        TrainingOptions options = await WriteCheckpointAsync();
        Change(options, name);

        await AssertRefusedAsync(options, $"TrainingOptions.{name} was ");
    }

    [Fact]
    public async Task Resume_OtherPatienceAndEvaluations_GoesOn()
    {
        TrainingOptions options = await WriteCheckpointAsync();
        options.Patience = 3;
        options.EvaluateEveryEpochs = 2;

        Assert.Equal(4, (await TinyTraining.TrainAsync(options)).StepLosses.Count);
    }

    [Fact]
    public async Task Resume_OtherChannelStudent_GoesOn()
    {
        TrainingOptions options = await WriteCheckpointAsync();
        StudentDescription student = TinyTraining.Student with { Channel = new StudentChannel("../channel") };

        Assert.Equal(4, (await TinyTraining.TrainAsync(options, Settings(student))).StepLosses.Count);
    }

    [Fact]
    public async Task Resume_OneOtherExample_MessageSaysSo()
    {
        TrainingOptions options = await WriteCheckpointAsync();
        DistillationExample[] examples = [.. TinyTraining.Problems];
        examples[3] = examples[3] with { Rationale = new Rationale(RationaleKind.ProgramOfThought, "answer = 2 / 8") };

        await AssertRefusedAsync(options, "content of the training examples", training: examples);
    }

    [Fact]
    public async Task Resume_OtherValidationExamples_MessageSaysSo()
    {
        TrainingOptions options = await WriteCheckpointAsync();

        await AssertRefusedAsync(options, "content of the validation examples", validation: [TinyTraining.Problems[5]]);
    }

    [Fact]
    public async Task Resume_OtherStudent_MessageNamesTheField()
    {
        TrainingOptions options = await WriteCheckpointAsync();

        await AssertRefusedAsync(options, "Student.MaxNewTokens was 8, now 9", settings: Settings(student: TinyTraining.Student with { MaxNewTokens = 9 }));
    }

    [Fact]
    public async Task Resume_OtherModelShape_MessageNamesTheField()
    {
        TrainingOptions options = await WriteCheckpointAsync();

        await AssertRefusedAsync(options, "Model.FeedForwardWidth was 32, now 33", settings: Settings(model: TinyTraining.Model with { FeedForwardWidth = 33 }));
    }

    [Fact]
    public async Task Resume_OtherExamplesInTheEpochThatWasCut_MessageNamesTheEpoch()
    {
        TrainingOptions options = await WriteCheckpointAsync(step: 4, epochExamples: _ => [.. TinyTraining.Problems.Take(10)]);

        await AssertRefusedAsync(options, "epoch 2", settings: TinyTraining.Settings(1, epochExamples: _ => [.. TinyTraining.Problems.Take(11)]));
    }

    [Fact]
    public async Task Resume_CheckpointOfAnEarlierVersion_MessageSaysWhatToDo()
    {
        TrainingOptions options = await WriteCheckpointAsync();
        Edit(json => json.Remove("Version"));

        await AssertRefusedAsync(options, "layout version 0");
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("average")]
    [InlineData(null)]
    public async Task Resume_FolderOutsideTheOutput_IsRefused(string? name)
    {
        TrainingOptions options = await WriteCheckpointAsync();
        Edit(json => json["Folder"] = name);
        await AssertRefusedAsync(options, "which is no checkpoint's");

        Edit(json => json["Folder"] = "checkpoint-2");
        Edit(json => json["Replaced"] = "../elsewhere");
        await AssertRefusedAsync(options, "which is no checkpoint's");
    }

    [Theory]
    [InlineData("Step", 7)]
    [InlineData("Step", -1)]
    [InlineData("BestEpoch", 2)]
    public async Task Resume_StateThatContradictsItself_IsRefused(string field, int value)
    {
        TrainingOptions options = await WriteCheckpointAsync();
        Edit(json => json["State"]![field] = value);

        await AssertRefusedAsync(options, "contradicts itself");
    }

    [Theory]
    [InlineData("checkpoint.json", "{", "cannot be read")]
    [InlineData("checkpoint.json", "null", "cannot be read")]
    [InlineData("checkpoint-2/optimizer.bin", "short", "no optimizer state")]
    [InlineData("checkpoint-2/model.safetensors", "short", "model.safetensors")]
    [InlineData("checkpoint-2/average/model.safetensors", "short", "model.safetensors")]
    public async Task Resume_DamagedFile_IsRefused(string file, string content, string expected)
    {
        TrainingOptions options = await WriteCheckpointAsync();
        File.WriteAllText(Path.Combine(folder.Path, file), content);

        await AssertRefusedAsync(options, expected);
    }

    [Fact]
    public async Task Resume_AverageOfAnotherShape_IsRefused()
    {
        TrainingOptions options = await WriteCheckpointAsync();
        ModelWeights.Save(Path.Combine(folder.Path, "checkpoint-2", "average"), [WeightTensor.FromFloat32("shared.weight", [1], [1])]);

        await AssertRefusedAsync(options, "shared.weight");
    }

    private async Task<TrainingOptions> WriteCheckpointAsync(int step = 2, Func<int, IReadOnlyList<DistillationExample>>? epochExamples = null)
    {
        TrainingOptions options = TinyTraining.Options();
        options.OutputFolder = folder.Path;
        options.WeightAverageDecay = 0.9;
        await TrainingResumeTests.CancelAtStepAsync(step, options, checkpointEverySteps: 1, epochExamples);
        options.Resume = true;
        return options;
    }

    private void Edit(Action<JsonObject> change)
    {
        string path = Path.Combine(folder.Path, "checkpoint.json");
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private async Task AssertRefusedAsync(
        TrainingOptions options,
        string expected,
        T5TrainerSettings? settings = null,
        IReadOnlyList<DistillationExample>? training = null,
        IReadOnlyList<DistillationExample>? validation = null)
    {
        settings ??= TinyTraining.Settings(evaluator: new ScriptedEvaluator(0.5, 0.5));
        KpddException error = await Assert.ThrowsAsync<KpddException>(
            () => new T5DistillationTrainer(settings).TrainAsync(training ?? TinyTraining.Problems, validation ?? [], options));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    private static T5TrainerSettings Settings(StudentDescription? student = null, T5Config? model = null) => new()
    {
        ModelFolder = TinyTraining.VocabularyFolder, NewModel = model ?? TinyTraining.Model, Student = student ?? TinyTraining.Student, Threads = 1,
    };

    /// <summary>Gives an option another valid value, whatever its type.</summary>
    private static void Change(TrainingOptions options, string name)
    {
        var property = typeof(TrainingOptions).GetProperty(name)!;
        property.SetValue(options, property.GetValue(options) switch
        {
            int number => number + 1,
            double number => number / 2 + 0.125,
            bool value => !value,
            OptimizerKind => OptimizerKind.Adafactor,
            LearningRateSchedule => LearningRateSchedule.Cosine,
            null => 0.25,
            object other => throw new InvalidOperationException($"Teach this test to change {other.GetType()}."),
        });
    }
}
