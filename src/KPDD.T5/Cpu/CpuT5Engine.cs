using KPDD.T5.Cpu;

namespace KPDD.T5;

/// <summary>Runs a T5 model on the CPU in float32, in managed code: no native library is needed.</summary>
/// <remarks>
/// Thread-safe: sessions of one engine may run at once on several threads. Large products use the thread pool. Rows are computed without padding
/// and in an order of their own, so that a row's result is the same, bit for bit, in whatever batch it runs.
/// Disposing the engine refuses new sessions; running ones stay usable.
/// </remarks>
public sealed class CpuT5Engine : IT5Engine
{
    private readonly CpuT5Model model;
    private volatile bool disposed;

    /// <summary>Builds the engine from weights in memory.</summary>
    /// <param name="config">The model's configuration.</param>
    /// <param name="weights">Its tensors by checkpoint name, see <see cref="T5Weights"/>; copied, and widened to float32 where they are narrower.</param>
    /// <exception cref="KpddException">The weights do not fit the configuration.</exception>
    public CpuT5Engine(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(config);
        model = new CpuT5Model(config, T5Weights.Check(config, weights));
    }

    /// <inheritdoc/>
    public T5Config Config => model.Config;

    /// <summary>Loads the model of a folder: <c>config.json</c> and its safetensors weights.</summary>
    /// <param name="modelFolder">The folder.</param>
    /// <returns>The engine; the caller disposes it.</returns>
    /// <exception cref="KpddException">A file is missing or broken, or the weights do not fit the configuration; the message names item and remedy.</exception>
    public static CpuT5Engine Load(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        T5Config config = T5Config.Load(Path.Combine(modelFolder, "config.json"));
        IReadOnlyDictionary<string, WeightTensor> weights = ModelWeights.Load(modelFolder);
        try
        {
            return new CpuT5Engine(config, weights);
        }
        catch (KpddException e)
        {
            throw new KpddException($"Model folder '{modelFolder}': {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        EncoderInput.Check(inputIds, Config.VocabSize);
        return new CpuT5Session(model, model.Encode(inputIds, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => disposed = true;
}
