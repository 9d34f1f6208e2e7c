using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>AdamW (arXiv 1711.05101), TorchSharp's own.</summary>
internal sealed class AdamWOptimizer(TrainingOptions options, IReadOnlyList<Parameter> parameters) : ITrainingOptimizer
{
    private readonly AdamW inner = optim.AdamW(
        parameters, options.LearningRate, options.Beta1, options.Beta2, eps: 1e-8, weight_decay: options.WeightDecay);

    public void Step(double learningRate)
    {
        foreach (var group in inner.ParamGroups)
        {
            group.LearningRate = learningRate;
        }

        inner.step();
    }

    public void Save(BinaryWriter writer) => inner.save_state_dict(writer);

    public void Load(BinaryReader reader) => inner.load_state_dict(reader);

    public void Dispose() => inner.Dispose();
}
