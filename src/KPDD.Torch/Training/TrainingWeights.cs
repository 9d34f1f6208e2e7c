using KPDD.T5;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>The native part of a training: the model, the optimizer's state and the running average of the weights.</summary>
internal sealed class TrainingWeights : IDisposable
{
    private TrainingWeights(T5Model model, TrainingOptions options)
    {
        Model = model;
        Parameters = [.. model.parameters()];
        Optimizer = TrainingOptimizer.Create(options, Parameters);
        Average = options.WeightAverageDecay > 0 ? new WeightAverage(Parameters, options.WeightAverageDecay) : null;
    }

    public T5Model Model { get; }

    public Parameter[] Parameters { get; }

    public ITrainingOptimizer Optimizer { get; }

    /// <summary>Null when the raw weights are what is kept.</summary>
    public WeightAverage? Average { get; }

    /// <summary>The weights a training starts from: drawn from the seed, or those of the model folder.</summary>
    public static TrainingWeights Create(TrainingPlan plan)
    {
        T5Model model = LoadModel(plan);
        try
        {
            return new TrainingWeights(model, plan.Options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Runs an action on the weights that are evaluated and kept: the average, where there is one.</summary>
    public void WithKeptWeights(Action action)
    {
        Average?.Swap();
        try
        {
            action();
        }
        finally
        {
            Average?.Swap();
        }
    }

    public void Dispose()
    {
        Average?.Dispose();
        Optimizer.Dispose();
        Model.Dispose();
    }

    private static T5Model LoadModel(TrainingPlan plan)
    {
        if (plan.Settings.NewModel is null)
        {
            return T5ModelFiles.Load(plan.Settings.ModelFolder, plan.Settings.Device);
        }

        T5Model created = T5ModelFiles.Create(plan.Config);
        try
        {
            T5Initializer.Initialize(created, plan.Options.Seed);
            return T5ModelFiles.Move(created, plan.Settings.Device);
        }
        catch
        {
            created.Dispose();
            throw;
        }
    }
}
