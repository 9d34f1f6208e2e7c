using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>One update of the weights from one batch, in as many passes as gradients are accumulated over.</summary>
internal sealed class TrainingStep(TrainingPlan plan, TrainingWeights weights)
{
    private readonly TrainingOptions options = plan.Options;
    private readonly T5Dropout dropout = new(plan.Options.DropoutRate ?? plan.Config.DropoutRate);

    /// <summary>Updates the weights. Everything random in it comes from seed and step number, so a resumed run repeats it exactly.</summary>
    /// <returns>Mean loss a target token of the batch.</returns>
    /// <exception cref="KpddException">The loss is no longer a number.</exception>
    public double Run(EncodedExample[] batch, int step)
    {
        dropout.Seed(TrainingSeed.Mix(options.Seed, step));
        using var scope = NewDisposeScope();
        // Gradients are dropped, not set to zero: the first ones to come are then kept as they are instead of added.
        weights.Model.zero_grad();
        double loss = AddGradients(batch);
        weights.Optimizer.Step(LearningRate.At(options, step, plan.Steps), options.MaxGradientNorm > 0 ? ClippingFactor() : 1);
        if (!double.IsFinite(loss))
        {
            throw new KpddException($"The loss became {loss} at step {step + 1}: lower the learning rate ({options.LearningRate}) or the gradient norm limit ({options.MaxGradientNorm}).");
        }

        weights.Average?.Update(step);
        return loss;
    }

    /// <summary>What the gradients are multiplied with so that their common norm stays within the limit, as the reference's <c>clip_grad_norm_</c> does.</summary>
    private double ClippingFactor()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] norms = [.. weights.Parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.norm())];
        return Math.Min(1, options.MaxGradientNorm / (stack(norms).norm().ToDouble() + 1e-6));
    }

    /// <summary>
    /// The loss is a mean over target tokens, and parts differ in how many they have: each part counts by its share of the batch's tokens,
    /// so that the sum of the parts' gradients is the gradient of the whole.
    /// </summary>
    private double AddGradients(EncodedExample[] batch)
    {
        double tokens = batch.Sum(e => e.Target.Length);
        double loss = 0;
        foreach (EncodedExample[] part in batch.Chunk(options.BatchSize))
        {
            using var scope = NewDisposeScope();
            double share = part.Sum(e => e.Target.Length) / tokens;
            using Scalar factor = KeptScalar.Of(share);
            using BlockRecomputation? recomputation = options.GradientCheckpointing ? new BlockRecomputation(dropout) : null;
            Tensor objective = T5Loss.Of(weights.Model, part, dropout, options.LabelSmoothing, recomputation);
            (share < 1 ? objective * factor : objective).backward();
            recomputation?.Backward();
            loss += share * objective.ToDouble();
        }

        return loss;
    }
}
