namespace KPDD.T5;

/// <summary>How <see cref="CpuT5Engine"/> runs a model.</summary>
/// <remarks>Read when the engine is made; later changes have no effect on it.</remarks>
public sealed class CpuEngineOptions
{
    private const int MostDefaultThreads = 16;

    /// <summary>Format of the large matrices; null keeps them as they are stored: int8 in a folder of <see cref="ModelQuantization"/>, else float32.</summary>
    /// <value>Default: null.</value>
    public CpuWeightType? WeightType { get; set; }

    /// <summary>Format in which activations meet int8 weights; without effect on float32 ones.</summary>
    /// <value>Default: <see cref="CpuActivationType.Mixed"/>.</value>
    public CpuActivationType ActivationType { get; set; } = CpuActivationType.Mixed;

    /// <summary>Threads that work on one call, the caller's counted; at least 1. Results are the same, bit for bit, for every number.</summary>
    /// <value>Default: the processors this process may use, 16 at most.</value>
    public int Threads { get; set; } = Math.Min(Environment.ProcessorCount, MostDefaultThreads);

    /// <summary>A copy, so that later changes by the caller do not reach a running engine.</summary>
    /// <returns>The copy.</returns>
    public CpuEngineOptions Clone() => (CpuEngineOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Threads), Threads, "CpuEngineOptions.Threads must be at least 1.");
        }

        if (WeightType is { } type && !Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(WeightType), type, "CpuEngineOptions.WeightType must be a weight type of the engine, or null.");
        }

        if (!Enum.IsDefined(ActivationType))
        {
            throw new ArgumentOutOfRangeException(nameof(ActivationType), ActivationType, "CpuEngineOptions.ActivationType must be an activation type of the engine.");
        }
    }
}
