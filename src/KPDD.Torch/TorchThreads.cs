using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Sets libtorch's number of threads, which belongs to the process, for a while.</summary>
internal sealed class TorchThreads : IDisposable
{
    private readonly int former;

    private TorchThreads(int threads)
    {
        former = get_num_threads();
        set_num_threads(threads);
    }

    /// <summary>Uses a number of threads until disposed; null, or the number already used, changes nothing and gives null.</summary>
    public static TorchThreads? Use(int? threads) => threads is { } count && count != get_num_threads() ? new TorchThreads(count) : null;

    public void Dispose() => set_num_threads(former);
}
