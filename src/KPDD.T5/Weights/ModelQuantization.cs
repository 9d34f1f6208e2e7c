using System.Text.Json;
using System.Text.Json.Nodes;

namespace KPDD.T5;

/// <summary>Saves models with int8 weights, which <see cref="CpuT5Engine"/> then loads without quantizing, from a file of about a quarter of the size of float32.</summary>
/// <remarks>
/// Thread-safe. In the new folder each matrix that multiplies activations is a tensor of dtype <c>I8</c> under its own name <c>NAME</c>, with its scales in the
/// float32 tensor <c>NAME_scale</c> <c>[rows]</c>: weight = integer times the scale of its row. Norms, position biases and an embedding that is only looked up
/// stay as they were. <c>config.json</c> says so under <c>quantization_config</c>. Computed from it in int8, a model gives the same numbers, bit for bit, as the
/// float folder quantized when it is loaded. Every engine of this library opens the folder; the reference library does not.
/// </remarks>
public static class ModelQuantization
{
    /// <summary>What <c>quantization_config.quant_method</c> of a folder saved here is.</summary>
    public const string MethodName = "kpdd_int8";

    private const string ConfigName = "config.json";

    /// <summary>Writes a model folder again with int8 weights: configuration, tokenizer and <c>kpdd.json</c> go with it.</summary>
    /// <param name="modelFolder">The model, in any format that <see cref="ModelWeights"/> reads.</param>
    /// <param name="outputFolder">The new folder; created when missing. It is a model once its <c>config.json</c> is there, which is written last.</param>
    /// <exception cref="ArgumentException">The output folder holds a model already.</exception>
    /// <exception cref="KpddException">The model is incomplete or broken; the message names item and remedy.</exception>
    public static void SaveInt8(string modelFolder, string outputFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        string config = Path.Combine(modelFolder, ConfigName), outputConfig = Path.Combine(outputFolder, ConfigName);
        T5Config shape = T5Config.Load(config);
        if (File.Exists(outputConfig))
        {
            throw new ArgumentException($"Folder '{outputFolder}' holds a model already. Name a new folder.", nameof(outputFolder));
        }

        IReadOnlyDictionary<string, WeightTensor> weights = T5Weights.Check(shape, ModelWeights.Load(modelFolder, WeightSource.Mapped));
        ModelWeights.Save(outputFolder, weights.Select(pair => Quantize(shape, pair.Key, pair.Value)));
        foreach (string name in TokenizerFile.Companions.Append(StudentDescriptionFile.FileName).Where(name => File.Exists(Path.Combine(modelFolder, name))))
        {
            byte[] content = File.ReadAllBytes(Path.Combine(modelFolder, name));
            WholeFile.Write(Path.Combine(outputFolder, name), stream => stream.Write(content));
        }

        WholeFile.Write(outputConfig, Describe(File.ReadAllText(config)));
    }

    // Under the model's own name for it: a stand-in for a missing embedding is written as the embedding.
    private static WeightTensor Quantize(T5Config config, string name, WeightTensor tensor)
    {
        bool stays = tensor.Type == WeightType.Int8 || !T5Weights.IsMultiplied(config, name);
        return stays ? tensor with { Name = name } : WeightTensor.FromFloat32(name, tensor.Shape, tensor.ToFloat32(), WeightType.Int8);
    }

    private static string Describe(string config)
    {
        JsonObject json = JsonNode.Parse(config)!.AsObject();
        json["quantization_config"] = new JsonObject { ["quant_method"] = MethodName, ["bits"] = 8, ["scales"] = "NAME_scale, one a row" };
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }
}
