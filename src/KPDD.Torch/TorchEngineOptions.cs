namespace KPDD.Torch;

#pragma warning disable CA1720 // These are the formats' own names, not names of .NET types.

/// <summary>Number format of a model's weights on libtorch.</summary>
public enum TorchPrecision
{
    /// <summary>32-bit throughout: equal to the reference implementation.</summary>
    Float32,

    /// <summary>
    /// bfloat16 for the large matrices, half the memory; the feed-forward output layer (<c>wo</c>), norms, position biases, softmax and the residual stream stay float32,
    /// because T5 loses accuracy there first. Made for devices that compute in it; a CPU without such instructions is slower with it.
    /// </summary>
    BFloat16,
}

/// <summary>Where and how <see cref="TorchT5Engine"/> runs a model.</summary>
/// <remarks>Read when the engine is made; later changes have no effect on it.</remarks>
public sealed class TorchEngineOptions
{
    /// <summary>A libtorch device, such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. CUDA could not be run where this was tested.</summary>
    /// <value>Default: <c>cpu</c>.</value>
    public string Device { get; set; } = "cpu";

    /// <summary>Number format of the weights. bfloat16 on CUDA could not be run where this was tested; on the CPU it was.</summary>
    /// <value>Default: <see cref="TorchPrecision.Float32"/>.</value>
    public TorchPrecision Precision { get; set; }

    /// <summary>
    /// CPU threads of this engine's calls, at least 1; null leaves libtorch's number. libtorch keeps one number for the process: each call sets the engine's and puts
    /// the former back, so calls of engines with different numbers at the same moment may run with one another's.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Threads { get; set; }

    internal TorchEngineOptions Clone() => (TorchEngineOptions)MemberwiseClone();

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Device);
        if (Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Threads), Threads, "TorchEngineOptions.Threads must be at least 1.");
        }

        if (!Enum.IsDefined(Precision))
        {
            throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "Not a precision of the engine.");
        }
    }
}
