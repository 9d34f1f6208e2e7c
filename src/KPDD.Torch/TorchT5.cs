using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Opens model folders on libtorch: the counterpart of <see cref="T5TextGenerator.LoadAsync(string, CancellationToken)"/>, which opens them on the managed CPU engine.</summary>
/// <remarks>Thread-safe.</remarks>
public static class TorchT5
{
    /// <summary>Loads a model folder in the hub's layout.</summary>
    /// <param name="modelFolder">Folder with config.json, model.safetensors (or its sharded index) and spiece.model.</param>
    /// <param name="device">A libtorch device, such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. <c>cuda</c> could not be run where this was tested.</param>
    /// <param name="cancellationToken">Stops before the weights are read.</param>
    /// <returns>The generator; the caller disposes it, and with it the weights.</returns>
    /// <exception cref="KpddException">The folder is incomplete or corrupt, or no libtorch backend can be loaded; the message names the remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<T5TextGenerator> LoadAsync(string modelFolder, string device = "cpu", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        return LoadAsync(modelFolder, new TorchEngineOptions { Device = device }, cancellationToken);
    }

    /// <summary>Loads a model folder in the hub's layout.</summary>
    /// <param name="modelFolder">Folder with config.json, model.safetensors (or its sharded index) and spiece.model.</param>
    /// <param name="options">Device, number format and threads; copied.</param>
    /// <param name="cancellationToken">Stops before the weights are read.</param>
    /// <returns>The generator; the caller disposes it, and with it the weights.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="KpddException">The folder is incomplete or corrupt, or the device or a libtorch backend is not there; the message names the remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<T5TextGenerator> LoadAsync(string modelFolder, TorchEngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(options);
        TorchEngineOptions resolved = options.Clone();
        resolved.Validate();
        return Task.Run(
            () => T5TextGenerator.Load(modelFolder, folder => TorchT5Engine.Load(folder, resolved), cancellationToken),
            CancellationToken.None);
    }
}
