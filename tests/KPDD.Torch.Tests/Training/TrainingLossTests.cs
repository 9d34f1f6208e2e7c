using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests.Training;

public class TrainingLossTests
{
    [Fact]
    public async Task TrainAsync_SameSeed_GivesIdenticalLosses()
    {
        TrainingResult first = await TinyTraining.TrainAsync(TinyTraining.Options());
        TrainingResult second = await TinyTraining.TrainAsync(TinyTraining.Options());

        Assert.Equal(6, first.StepLosses.Count);
        Assert.Equal(first.StepLosses, second.StepLosses);
        Assert.Equal(first.Epochs, second.Epochs);
    }

    [Fact]
    public async Task TrainAsync_OtherSeed_GivesOtherLosses()
    {
        TrainingOptions other = TinyTraining.Options();
        other.Seed++;

        Assert.NotEqual((await TinyTraining.TrainAsync(TinyTraining.Options())).StepLosses, (await TinyTraining.TrainAsync(other)).StepLosses);
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Adafactor)]
    public async Task TrainAsync_TwentyEpochs_LossFallsByHalf(OptimizerKind optimizer)
    {
        TrainingOptions options = TinyTraining.Options(epochs: 20);
        options.Optimizer = optimizer;

        TrainingResult result = await TinyTraining.TrainAsync(options);

        Assert.Equal(20, result.Epochs.Count);
        Assert.InRange(result.Epochs[^1].MeanLoss, 0, result.Epochs[0].MeanLoss / 2);
    }

    [Fact]
    public async Task TrainAsync_Epoch_MeanLossIsThatOfItsSteps()
    {
        TrainingResult result = await TinyTraining.TrainAsync(TinyTraining.Options());

        Assert.Equal(result.StepLosses.Take(3).Average(), result.Epochs[0].MeanLoss, 1e-12);
        Assert.Equal(result.StepLosses.Skip(3).Average(), result.Epochs[1].MeanLoss, 1e-12);
        Assert.Null(result.ModelFolder);
    }

    [Fact]
    public void Of_RowsOfDifferentLength_IsTheTokenWeightedMeanOfSingleLosses()
    {
        using T5Model model = T5ModelFiles.Create(TinyTraining.Model);
        T5Initializer.Initialize(model, 5);
        using var guard = no_grad();
        var brief = new EncodedExample([5, 6, 1], [7, 1]);
        var lengthy = new EncodedExample([8, 9, 10, 11, 12, 13, 1], [14, 15, 16, 17, 1]);

        double expected = ((Loss(model, brief) * 2) + (Loss(model, lengthy) * 5)) / 7;

        Assert.NotEqual(Loss(model, brief), Loss(model, lengthy), 1e-3);
        Assert.Equal(expected, Loss(model, brief, lengthy), 1e-5);
        Assert.Equal(expected, Loss(model, lengthy, brief), 1e-5);
    }

    private static double Loss(T5Model model, params EncodedExample[] batch)
    {
        using Tensor loss = T5Loss.Of(model, batch, T5Dropout.None, 0);
        return loss.ToDouble();
    }
}
