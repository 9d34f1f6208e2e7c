using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Moves weights between a model folder and a <see cref="T5Model"/>.</summary>
internal static class T5ModelFiles
{
    /// <summary>Loads configuration and weights of a model folder.</summary>
    public static T5Model Load(string modelFolder, string device, TorchPrecision precision = TorchPrecision.Float32)
    {
        T5Config config = T5Config.Load(Path.Combine(modelFolder, "config.json"));
        T5Model model = Create(config);
        try
        {
            if (precision == TorchPrecision.BFloat16)
            {
                model.UseBFloat16();
            }

            LoadWeights(model, modelFolder);
            return Move(model, device);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A model with unset weights; the first use of libtorch, so a missing backend is reported here.</summary>
    public static T5Model Create(T5Config config)
    {
        TorchBackend.Require();
        return new T5Model(config);
    }

    /// <summary>Moves the model to a device.</summary>
    public static T5Model Move(T5Model model, string device)
    {
        model.to(TorchDevice.Require(device));
        return model;
    }

    /// <summary>Reads the weights of a folder, which must be those of the configuration.</summary>
    /// <exception cref="KpddException">They are not, or cannot be read; the message names the folder.</exception>
    public static IReadOnlyDictionary<string, WeightTensor> ReadWeights(T5Config config, string modelFolder)
    {
        IReadOnlyDictionary<string, WeightTensor> tensors = ModelWeights.Load(modelFolder);
        try
        {
            return T5Weights.Check(config, tensors);
        }
        catch (KpddException e)
        {
            throw new KpddException($"Model folder '{modelFolder}': {e.Message}", e);
        }
    }

    /// <summary>Copies the weights of a folder into the model.</summary>
    public static void LoadWeights(T5Model model, string modelFolder)
    {
        IReadOnlyDictionary<string, WeightTensor> tensors = ReadWeights(model.Config, modelFolder);
        using var guard = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            using var scope = NewDisposeScope();
            parameter.copy_(tensor(tensors[name].ToFloat32(), parameter.shape));
        }
    }

    /// <summary>The model's weights in the checkpoint's names.</summary>
    public static IEnumerable<WeightTensor> Weights(T5Model model) =>
        model.named_parameters().Select(p => Weight(p.name, p.parameter));

    /// <summary>One tensor as a named weight.</summary>
    public static WeightTensor Weight(string name, Tensor tensor)
    {
        using Tensor copy = tensor.detach().cpu().contiguous();
        return WeightTensor.FromFloat32(name, Array.ConvertAll(copy.shape, d => (int)d), copy.data<float>().ToArray());
    }
}
