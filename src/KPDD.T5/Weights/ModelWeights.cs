namespace KPDD.T5;

/// <summary>The weights of a model folder: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> lists.</summary>
/// <remarks>Thread-safe. An int8 matrix (dtype <c>I8</c>) and its scales are two tensors of the file and one <see cref="WeightTensor"/>. The whole of the weights is read into managed memory; nothing stays open.</remarks>
public static class ModelWeights
{
    /// <summary>Name of the single weight file.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>Name of the list of shards, read when there is no <see cref="FileName"/>.</summary>
    public const string IndexFileName = "model.safetensors.index.json";

    /// <summary>Reads all tensors of a model folder.</summary>
    /// <param name="modelFolder">The folder.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="KpddException">Weights are missing, truncated, malformed or of an unsupported type; the message names file, tensor and remedy.</exception>
    public static IReadOnlyDictionary<string, WeightTensor> Load(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        return Load(modelFolder, WeightSource.Copied);
    }

    /// <summary>The tensors of a model folder, read or mapped.</summary>
    /// <exception cref="KpddException">As of the public form.</exception>
    internal static IReadOnlyDictionary<string, WeightTensor> Load(string modelFolder, WeightSource source)
    {
        string single = Path.Combine(modelFolder, FileName);
        string index = Path.Combine(modelFolder, IndexFileName);
        IEnumerable<WeightTensor> tensors =
            File.Exists(single) ? SafetensorsFile.Read(single, source)
            : File.Exists(index) ? SafetensorsIndex.Load(index).ReadShards(source)
            : throw Missing(modelFolder);
        return Int8Scales.Join(tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), modelFolder);
    }

    /// <summary>Writes <see cref="FileName"/>, whole or not at all. The same tensors give the same bytes, in whatever order they come.</summary>
    /// <param name="modelFolder">The folder; created when missing.</param>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, a name is reserved, or data do not match a shape.</exception>
    public static void Save(string modelFolder, IEnumerable<WeightTensor> tensors)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(tensors);
        WeightTensor[] all = [.. tensors.SelectMany(Int8Scales.Split)];
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
        foreach (WeightTensor tensor in all)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Tensor name '{tensor.Name}' is used twice or reserved.", nameof(tensors));
            }
        }

        SafetensorsFile.Write(Path.Combine(modelFolder, FileName), all);
    }

    private static KpddException Missing(string modelFolder) => new(
        File.Exists(Path.Combine(modelFolder, "pytorch_model.bin"))
            ? $"Model folder '{modelFolder}' holds its weights as pytorch_model.bin, which is not read because loading it may run code. Save the model as {FileName} with the reference library."
            : $"Model folder '{modelFolder}' has neither {FileName} nor {IndexFileName}. Copy the weights into it.");
}
