using KPDD.T5.Cpu;

namespace KPDD.T5;

/// <summary>Runs a T5 model on the CPU in managed code, without a native library, with weights in float32 or int8.</summary>
/// <remarks>
/// Thread-safe: sessions of one engine may run at once on several threads. Large products are shared with a few threads of the engine's own, which
/// park when there is nothing to do. Rows are computed without padding and in an order of their own, so that a row's result is the same, bit for
/// bit, in whatever batch it runs and on however many threads. Disposing the engine ends its threads and refuses new sessions; running ones stay usable.
/// </remarks>
public sealed class CpuT5Engine : IT5Engine
{
    private readonly CpuT5Model model;
    private readonly WorkerSet workers;
    private volatile bool disposed;

    /// <summary>Builds the engine from weights in memory.</summary>
    /// <param name="config">The model's configuration.</param>
    /// <param name="weights">Its tensors by checkpoint name, see <see cref="T5Weights"/>; float32 tensors are used where they are, 16-bit ones are widened.</param>
    /// <param name="options">Formats of weights and activations, and threads; copied. <value>Default: weights as they are stored, on all processors.</value></param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="KpddException">The weights do not fit the configuration.</exception>
    public CpuT5Engine(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights, CpuEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        CpuEngineOptions resolved = options?.Clone() ?? new CpuEngineOptions();
        resolved.Validate();
        workers = new WorkerSet(resolved.Threads);
        model = new CpuT5Model(new ModelParts(config, T5Weights.Check(config, weights), resolved.WeightType, resolved.ActivationType, workers));
    }

    /// <inheritdoc/>
    public T5Config Config => model.Config;

    /// <summary>The processor's instructions that its matrices are multiplied by, for reports of speed: results are the same with all of them but for float32's last bits.</summary>
    /// <value><c>AMX</c>, <c>AVX-512 VNNI</c>, <c>AVX-512</c>, <c>AVX-VNNI</c>, <c>AVX2</c>, <c>AdvSimd</c> or <c>portable</c>, or several of them joined by <c>and</c>; a later version may name others.</value>
    public string Instructions => model.Instructions;

    /// <summary>Loads the model of a folder: <c>config.json</c> and its safetensors weights.</summary>
    /// <remarks>
    /// Float32 weights that stay float32 are not copied: the file stays mapped until the engine is collected, and may be replaced but not overwritten.
    /// All others are read once.
    /// </remarks>
    /// <param name="modelFolder">The folder.</param>
    /// <param name="options">Formats of weights and activations, and threads; copied. <value>Default: weights as they are stored, on all processors.</value></param>
    /// <returns>The engine; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="KpddException">A file is missing or broken, or the weights do not fit the configuration; the message names item and remedy.</exception>
    public static CpuT5Engine Load(string modelFolder, CpuEngineOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        T5Config config = T5Config.Load(Path.Combine(modelFolder, "config.json"));
        IReadOnlyDictionary<string, WeightTensor> weights = ModelWeights.Load(modelFolder, WeightSource.Mapped);
        try
        {
            return new CpuT5Engine(config, weights, options);
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
    public void Dispose()
    {
        disposed = true;
        workers.Dispose();
    }
}
