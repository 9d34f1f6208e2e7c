using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Turns a device's name into a device that is there.</summary>
internal static class TorchDevice
{
    /// <summary>The device of a name such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="ArgumentException">The name is none of a device.</exception>
    /// <exception cref="KpddException">libtorch cannot be loaded, or the device is not there; the message names the remedy.</exception>
    public static Device Require(string name)
    {
        TorchBackend.Require();
        bool isCuda = name.StartsWith("cuda", StringComparison.Ordinal);
        if (isCuda && !cuda.is_available())
        {
            throw new KpddException($"Device '{name}' is not available. Reference TorchSharp-cuda-linux or TorchSharp-cuda-windows in the app instead of TorchSharp-cpu, on a machine with an NVIDIA driver, or use device 'cpu'.");
        }

        Device device;
        try
        {
            device = new Device(name);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or System.Runtime.InteropServices.ExternalException)
        {
            throw new ArgumentException($"'{name}' is no libtorch device; give 'cpu', 'cuda' or 'cuda:1'.", nameof(name), e);
        }

        return isCuda && device.index >= cuda.device_count()
            ? throw new KpddException($"Device '{name}' is not there: this machine has {cuda.device_count()} CUDA devices, numbered from 0.")
            : device;
    }
}
