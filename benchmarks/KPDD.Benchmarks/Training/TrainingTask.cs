using KPDD.T5;

namespace KPDD.Benchmarks.Training;

/// <summary>The step that all training rivals do: T5-small's shape from random weights, full rows, AdamW, dropout, gradients clipped. The program for PyTorch names the same values.</summary>
internal static class TrainingTask
{
    public const int Rows = 8;
    public const int Tokens = 128;
    public const double LearningRate = 5e-4;
    public const double WeightDecay = 0.01;
    public const double MaxGradientNorm = 1.0;

    public static T5Config Model { get; } = new();
}
