using TorchSharp.Modules;

namespace KPDD.Torch;

/// <summary>Updates weights from their gradients and can save its state, so that a killed training goes on exactly.</summary>
internal interface ITrainingOptimizer : IDisposable
{
    /// <summary>Updates every weight once.</summary>
    /// <param name="learningRate">Size of the step.</param>
    /// <param name="gradientFactor">What every gradient is multiplied with before.</param>
    void Step(double learningRate, double gradientFactor = 1);

    /// <summary>Writes the state.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote, to the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is the state of another optimizer or model, or has bytes too many.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    void Load(BinaryReader reader);
}

internal static class TrainingOptimizer
{
    public static ITrainingOptimizer Create(TrainingOptions options, IReadOnlyList<Parameter> parameters) => options.Optimizer switch
    {
        OptimizerKind.AdamW => new AdamWOptimizer(options, parameters),
        OptimizerKind.Adafactor => new AdafactorOptimizer(options, parameters),
        _ => throw new ArgumentException($"Unknown optimizer {options.Optimizer}.", nameof(options)),
    };
}
