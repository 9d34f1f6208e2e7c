namespace KPDD.T5.Cpu;

/// <summary>
/// Which kernels for 8-bit inputs are the fastest here. All give the same sums; processors of one instruction set differ in how many wide vectors they multiply at a time, so it
/// is measured, once a process that asks.
/// </summary>
internal static class FastestUInt8Panels
{
    /// <summary>True if <see cref="WideUInt8Panels"/> are faster than <see cref="UInt8Panels"/>, or those are not to be had.</summary>
    public static bool AreWide { get; } = MachineProduct.AreSupported && (!UInt8Panels.AreSupported || PanelComparison.IsFaster<WideUInt8Panels, UInt8Panels, byte>());

    /// <summary>True if <see cref="TiledUInt8Panels"/> are faster than both.</summary>
    public static bool AreTiled { get; } = AreWide && MachineProduct.HaveTiles && PanelComparison.IsFasterWithTiles<TiledUInt8Panels, WideUInt8Panels, byte>();
}
