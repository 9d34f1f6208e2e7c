using KPDD.T5.Tests.Tokenization;

namespace KPDD.T5.Tests;

/// <summary>A small model with random weights, the same for the same seed.</summary>
internal static class RandomModel
{
    public static T5Config Config { get; } = new()
    {
        VocabSize = 37, ModelWidth = 16, HeadWidth = 5, Heads = 3, FeedForwardWidth = 24, EncoderLayers = 2, DecoderLayers = 2,
        GatedFeedForward = true, UsesGelu = true,
    };

    public static CpuT5Engine CreateEngine(T5Config? config = null, int seed = 1) =>
        new(config ?? Config, CreateWeights(config ?? Config, seed).ToDictionary(tensor => tensor.Name));

    /// <summary>Writes a model folder without a description, with one of the vocabularies of <see cref="TokenizerFixtures"/>.</summary>
    public static void WriteFolder(string folder, T5Config config, int seed, string vocabulary = "student")
    {
        Directory.CreateDirectory(folder);
        config.Save(Path.Combine(folder, "config.json"));
        ModelWeights.Save(folder, CreateWeights(config, seed));
        foreach (string file in TokenizerFile.Companions.Where(file => File.Exists(TokenizerFixtures.PathOf(vocabulary, file))))
        {
            File.Copy(TokenizerFixtures.PathOf(vocabulary, file), Path.Combine(folder, file), overwrite: true);
        }
    }

    public static IEnumerable<WeightTensor> CreateWeights(T5Config config, int seed = 1)
    {
        var random = new Random(seed);
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
