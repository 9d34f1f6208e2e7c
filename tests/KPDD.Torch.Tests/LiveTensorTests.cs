using KPDD.Torch.Tests.Training;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests;

/// <summary>Counts of live tensors belong to the whole process: no other test may run beside these.</summary>
[CollectionDefinition(nameof(LiveTensorCollection), DisableParallelization = true)]
#pragma warning disable CA1711 // A collection in xunit's sense.
public sealed class LiveTensorCollection;
#pragma warning restore CA1711

[Collection(nameof(LiveTensorCollection))]
public class LiveTensorTests
{
    [Fact]
    public void Execute_FiveRuns_LeaveNoMoreTensorsThanOne()
    {
        Train();
        long grownByOne = Growth(Train);
        long grownByFour = Growth(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                Train();
            }
        });

        // TorchSharp goes on counting a tensor that became a parameter; making and disposing the bare model shows how many those are.
        long parameters = Growth(() => T5ModelFiles.Create(TinyTraining.Model).Dispose());
        Assert.Equal((parameters, 4 * parameters), (grownByOne, grownByFour));
    }

    [Theory]
    [InlineData("evaluator")]
    [InlineData("options")]
    [InlineData("device")]
    [InlineData("checkpoint")]
    [InlineData("weights")]
    public void Open_Fails_LeavesNoTensorsAndTheFolderFree(string cause)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = TinyTraining.Options(epochs: 1);
        options.OutputFolder = folder.Path;
        options.WeightAverageDecay = 0.9;
        Train(options);
        options.Resume = cause == "options";
        options.LearningRate = 0.5;
        T5TrainerSettings settings = TinyTraining.Settings();
        switch (cause)
        {
            case "device":
                settings = new T5TrainerSettings { ModelFolder = settings.ModelFolder, NewModel = settings.NewModel, Student = settings.Student, Device = "abacus" };
                break;
            case "checkpoint":
                (options.Resume, options.LearningRate) = (true, TinyTraining.Options().LearningRate);
                File.WriteAllText(Path.Combine(folder.Path, "checkpoint-3", "optimizer.bin"), "cut");
                break;
            case "weights":
                settings = new T5TrainerSettings { ModelFolder = folder.Path, Student = settings.Student };
                File.WriteAllText(Path.Combine(folder.Path, "model.safetensors"), "cut");
                break;
        }

        DistillationExample[] validation = cause == "evaluator" ? [TinyTraining.Problems[0]] : [];
        long parameters = Growth(() => T5ModelFiles.Create(TinyTraining.Model).Dispose());

        long grown = Growth(() => Assert.ThrowsAny<Exception>(() => TrainingRun.Open(settings, TinyTraining.Problems, validation, options)));

        // Only a failure that needs the model, or the model's own, comes after it was made.
        Assert.Equal(cause == "evaluator" ? 0 : parameters, grown);
        using FolderLock free = TrainingLock.Take(folder.Path);
    }

    [Fact]
    public void EncodeAndDecode_TwentySessions_LeaveNoTensors()
    {
        using TorchT5Engine engine = TorchT5Engine.Load((string)ReferenceCase.Folders().First().Data);
        Session(engine);
        long one = Live();

        for (int i = 0; i < 20; i++)
        {
            Session(engine);
            // Without a collection in between: what is counted here was disposed, not finalized.
            Assert.Equal(one, Tensor.TotalCount);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_Engine_FreesTheWeightsItOwns(bool ownsModel)
    {
        using T5Model model = T5ModelFiles.Load((string)ReferenceCase.Folders().First().Data, "cpu");
        Tensor[] weights = [.. model.parameters()];

        new TorchT5Engine(model, ownsModel).Dispose();

        Assert.All(weights, weight => Assert.Equal(ownsModel, weight.IsInvalid));
    }

    private static void Train()
    {
        TrainingOptions options = TinyTraining.Options(epochs: 1);
        options.WeightAverageDecay = 0.9;
        Train(options);
    }

    private static void Train(TrainingOptions options)
    {
        using var run = TrainingRun.Open(TinyTraining.Settings(), TinyTraining.Problems, [], options);
        run.Execute(null, CancellationToken.None);
    }

    private static long Growth(Action action)
    {
        long before = Live();
        action();
        return Live() - before;
    }

    private static void Session(TorchT5Engine engine)
    {
        using var session = engine.Encode([[5, 6, 7, 1], [8, 1]]);
        var logits = new float[2 * engine.Config.VocabSize];
        session.DecodeNext([0, 0], logits);
        session.DecodeNext([3, 4], logits);
        session.SelectRows([1, 1]);
        session.DecodeNext([5, 6], logits);
        session.CopyEncoderStates();
    }

    /// <summary>Live tensors after collections, so that what earlier tests left to finalizers (and what those held) does not count.</summary>
    private static long Live()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
