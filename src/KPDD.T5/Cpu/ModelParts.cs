namespace KPDD.T5.Cpu;

/// <summary>Makes the layers of a model from its tensors.</summary>
/// <param name="Config">Shape of the model.</param>
/// <param name="Weights">The tensors by checkpoint name.</param>
/// <param name="WeightType">Format of the large matrices; null for the one they are stored in.</param>
/// <param name="ActivationType">Format in which activations meet int8 matrices.</param>
/// <param name="Workers">Threads that the layers run on.</param>
internal sealed record ModelParts(T5Config Config, IReadOnlyDictionary<string, WeightTensor> Weights, CpuWeightType? WeightType, CpuActivationType ActivationType, WorkerSet Workers)
{
    /// <summary>A linear layer; several matrices over the same inputs become one.</summary>
    public Linear Linear(params IReadOnlyList<string> names) => Create(names, ActivationType != CpuActivationType.Int16);

    /// <summary>The same for inputs that <see cref="CpuActivationType.Mixed"/> leaves in 16 bits.</summary>
    public Linear SensitiveLinear(params IReadOnlyList<string> names) => Create(names, ActivationType == CpuActivationType.Int8);

    /// <summary>The same for inputs that int8 weights never meet in 8 bits.</summary>
    public Linear Int16Linear(params IReadOnlyList<string> names) => Create(names, int8Activations: false);

    /// <summary>True for a matrix that is kept in int8.</summary>
    public bool IsInt8(string name) => WeightType == CpuWeightType.Int8 || (WeightType is null && Weights[name].Type == T5.WeightType.Int8);

    public RootMeanSquareNorm Norm(string name) => new(Weights[name], Config.LayerNormEpsilon);

    public RelativePositionBias PositionBias(string stack, bool bidirectional) => new(
        Weights[$"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"], Config.RelativeAttentionMaxDistance, bidirectional);

    // The caller's thread uses no tiles.
    private bool HasTileThreads => Workers.Threads > 1;

    private Linear Create(IReadOnlyList<string> names, bool int8Activations)
    {
        WeightTensor[] weights = [.. names.Select(name => Weights[name])];
        if (!names.All(IsInt8))
        {
            return new Float32Linear(weights, Workers);
        }

        Linear linear = int8Activations ? LinearWith8Bits(weights) : LinearWith16Bits(weights, ActivationRange.Int16(weights[0].Shape[1]));
        Array.ForEach(weights, weight => weight.Unmap());
        return linear;
    }

    // Without a kernel of 8 bits one of 16 gives the same numbers.
    private Linear LinearWith8Bits(WeightTensor[] weights)
    {
        if (HasTileThreads && FastestUInt8Panels.AreTiled)
        {
            return new Int8Linear<TiledUInt8Panels, byte>(weights, ActivationRange.Int8, Workers);
        }

        if (FastestUInt8Panels.AreWide)
        {
            return new Int8Linear<WideUInt8Panels, byte>(weights, ActivationRange.Int8, Workers);
        }

        return UInt8Panels.AreSupported ? new Int8Linear<UInt8Panels, byte>(weights, ActivationRange.Int8, Workers) : LinearWith16Bits(weights, ActivationRange.Int8);
    }

    private Linear LinearWith16Bits(WeightTensor[] weights, ActivationRange range)
    {
        if (HasTileThreads && FastestInt16Panels.AreTiled)
        {
            return new Int8Linear<TiledInt16Panels, short>(weights, range, Workers);
        }

        if (FastestInt16Panels.AreFused)
        {
            return new Int8Linear<FusedInt16Panels, short>(weights, range, Workers);
        }

        return FastestInt16Panels.AreWide ? new Int8Linear<WideInt16Panels, short>(weights, range, Workers) : new Int8Linear<Int16Panels, short>(weights, range, Workers);
    }
}
