using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace KPDD.Torch;

/// <summary>Turns libtorch's loading failures into one clear error.</summary>
internal static class TorchBackend
{
    private const string Library = "torch";

    /// <summary>TorchSharp's own library, which is linked to the other.</summary>
    private const string Binding = "LibTorchSharp";

    private static readonly Lazy<Exception?> Failure = new(TryLoad);

    /// <summary>Loads libtorch, or says what is missing.</summary>
    /// <exception cref="KpddException">No native libtorch can be loaded; the message names the remedy.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure)
        {
            bool oldRuntime = failure.ToString().Contains("GLIBCXX", StringComparison.Ordinal);
            throw new KpddException(
                oldRuntime
                    ? "libtorch cannot be loaded: the system's libstdc++ is older than GLIBCXX_3.4.32 (GCC 13). On Debian 12 install libstdc++6 from trixie (./build.sh does it); Ubuntu 24.04, Debian 13 and Fedora 39 have it."
                    : "libtorch cannot be loaded. The app must reference one native package: TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows (or libtorch-cpu-linux-x64 on Linux), in the version of TorchSharp. Solving alone needs none: T5TextGenerator.LoadAsync uses the CPU engine.",
                failure);
        }
    }

    private static Exception? TryLoad()
    {
        if (IsAbsent(typeof(torch).Assembly))
        {
            return new DllNotFoundException($"Neither the app nor the system has the native library '{Library}'.");
        }

        try
        {
            using var probe = torch.zeros(1);
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException or FileNotFoundException)
        {
            return e;
        }
    }

    /// <summary>
    /// True for a built app without any libtorch. It is found out before TorchSharp looks, which would copy half a gigabyte out of the developer's package
    /// cache into the app's folder: the app would then run there, and nowhere else. (In a notebook TorchSharp itself lies in the cache and may do so.)
    /// A libtorch of the system, as PyTorch's Debian package brings one, counts if TorchSharp's own library loads with it: most are of another version.
    /// </summary>
    private static bool IsAbsent(Assembly torchSharp)
    {
        string app = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        if (Path.GetDirectoryName(torchSharp.Location) != app)
        {
            return false;
        }

        string file = OperatingSystem.IsWindows() ? $"{Library}.dll" : OperatingSystem.IsMacOS() ? $"lib{Library}.dylib" : $"lib{Library}.so";
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        return !searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(app).Any(folder => File.Exists(Path.Combine(folder, file)))
            && !(NativeLibrary.TryLoad(Library, torchSharp, searchPath: null, out _) && NativeLibrary.TryLoad(Binding, torchSharp, searchPath: null, out _));
    }
}
