using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Runs T5 in TorchSharp, on the CPU or a CUDA device, in float32 or bfloat16.</summary>
/// <remarks>
/// Sessions may run at once on several threads. The engine owns its weights unless it was made over a model in training.
/// CUDA devices are reached through the same code; they could not be run where this was tested.
/// </remarks>
public sealed class TorchT5Engine : IT5Engine
{
    private readonly T5Model model;
    private readonly T5StepDecoder decoder;
    private readonly bool ownsModel;
    private readonly int? threads;

    internal TorchT5Engine(T5Model model, bool ownsModel, int? threads = null)
    {
        this.model = model;
        this.ownsModel = ownsModel;
        this.threads = threads;
        decoder = new T5StepDecoder(model, threads ?? torch.get_num_threads());
    }

    /// <inheritdoc/>
    public T5Config Config => model.Config;

    /// <summary>Loads the weights of a model folder.</summary>
    /// <param name="modelFolder">Folder with config.json and model.safetensors (or its sharded index).</param>
    /// <param name="device">A libtorch device, such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <returns>The engine; the caller disposes it.</returns>
    /// <exception cref="KpddException">The folder is incomplete or corrupt, or no libtorch backend can be loaded; the message names the remedy.</exception>
    /// <exception cref="ArgumentException">The device's name is none.</exception>
    public static TorchT5Engine Load(string modelFolder, string device = "cpu") => Load(modelFolder, new TorchEngineOptions { Device = device });

    /// <summary>Loads the weights of a model folder.</summary>
    /// <param name="modelFolder">Folder with config.json and model.safetensors (or its sharded index).</param>
    /// <param name="options">Device, number format and threads; copied.</param>
    /// <returns>The engine; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="KpddException">The folder is incomplete or corrupt, or the device or a libtorch backend is not there; the message names the remedy.</exception>
    public static TorchT5Engine Load(string modelFolder, TorchEngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(options);
        TorchEngineOptions resolved = options.Clone();
        resolved.Validate();
        return new TorchT5Engine(T5ModelFiles.Load(modelFolder, resolved.Device, resolved.Precision), ownsModel: true, resolved.Threads);
    }

    /// <inheritdoc/>
    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default)
    {
        EncoderInput.Check(inputIds, Config.VocabSize);
        cancellationToken.ThrowIfCancellationRequested();
        return new TorchT5Session(model, decoder, inputIds, threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        decoder.Dispose();
        if (ownsModel)
        {
            model.Dispose();
        }
    }
}
