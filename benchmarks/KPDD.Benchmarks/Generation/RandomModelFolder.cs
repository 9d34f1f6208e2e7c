using KPDD.Benchmarks.Generation.Onnx;
using KPDD.T5;

namespace KPDD.Benchmarks.Generation;

/// <summary>A folder with random weights in T5-small's shape, for all rivals alike; deleted on disposal.</summary>
internal sealed class RandomModelFolder : IDisposable
{
    public RandomModelFolder()
    {
        var config = new T5Config();
        WeightTensor[] tensors = [.. CreateWeights(config)];
        config.Save(System.IO.Path.Combine(Path, "config.json"));
        ModelWeights.Save(Path, tensors);
        Dictionary<string, WeightTensor> byName = tensors.ToDictionary(tensor => tensor.Name);
        new OnnxT5Export(config, byName, int8: false).Save(Path);
        new OnnxT5Export(config, byName, int8: true).Save(Path);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("kpdd-benchmark-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static IEnumerable<WeightTensor> CreateWeights(T5Config config)
    {
        var random = new Random(1);
        foreach ((string name, int[] shape) in T5Weights.ExpectedShapes(config))
        {
            float[] values = new float[shape.Aggregate(1, (product, length) => product * length)];
            bool norm = shape.Length == 1;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = norm ? 1 : (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(shape[^1]));
            }

            yield return WeightTensor.FromFloat32(name, shape, values);
        }
    }
}
