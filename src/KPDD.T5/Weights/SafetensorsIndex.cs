using System.Text.Json;

namespace KPDD.T5;

/// <summary>The list of shards of a model whose weights are spread over several files.</summary>
internal sealed class SafetensorsIndex
{
    private readonly string path;
    private readonly Dictionary<string, string> shardOfTensor;

    private SafetensorsIndex(string path, Dictionary<string, string> shardOfTensor)
    {
        this.path = path;
        this.shardOfTensor = shardOfTensor;
    }

    /// <exception cref="KpddException">The index cannot be read or is malformed.</exception>
    public static SafetensorsIndex Load(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            Dictionary<string, string> map = document.RootElement.GetProperty("weight_map").Deserialize<Dictionary<string, string>>()
                ?? throw new JsonException("weight_map is null.");
            return new SafetensorsIndex(path, map);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"Cannot read the weight index '{path}': {e.Message} It needs a 'weight_map' of tensor names to file names; copy it again from its source.", e);
        }
    }

    /// <summary>Reads each shard once, or maps it, and gives the tensors that the index assigns to it.</summary>
    public IEnumerable<WeightTensor> ReadShards(WeightSource source)
    {
        string folder = Path.GetDirectoryName(path)!;
        foreach (IGrouping<string, KeyValuePair<string, string>> shard in shardOfTensor.GroupBy(pair => pair.Value, StringComparer.Ordinal))
        {
            HashSet<string> wanted = shard.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
            string file = ShardPath(folder, shard.Key, wanted.First());
            List<WeightTensor> tensors = SafetensorsFile.Read(file, source, wanted);
            wanted.ExceptWith(tensors.Select(tensor => tensor.Name));
            if (wanted.Count > 0)
            {
                throw new KpddException($"Weight file '{file}' lacks tensor '{wanted.Min(StringComparer.Ordinal)}', which '{path}' says it holds. Copy both files again from the same source.");
            }

            foreach (WeightTensor tensor in tensors)
            {
                yield return tensor;
            }
        }
    }

    private string ShardPath(string folder, string name, string tensor)
    {
        // The index is data from elsewhere: it must not lead out of the model folder.
        if (string.IsNullOrEmpty(name) || name != Path.GetFileName(name) || name is "." or "..")
        {
            throw new KpddException($"Weight index '{path}' puts tensor '{tensor}' into '{name}', which is no file name. Copy the index again from its source.");
        }

        string file = Path.Combine(folder, name);
        return File.Exists(file)
            ? file
            : throw new KpddException($"Weight file '{file}' is missing; '{path}' says it holds tensor '{tensor}'. Copy all shards of the model.");
    }
}
