namespace KPDD.T5.Cpu;

/// <summary>
/// Which kernels are the fastest here. All give the same sums; processors of one instruction set differ in how many wide vectors they multiply at a time, so it is
/// measured, once a process.
/// </summary>
internal static class FastestPanels
{
    /// <summary>True if <see cref="WideUInt8Panels"/> are faster than <see cref="UInt8Panels"/>, or those are not to be had.</summary>
    public static bool AreWideUInt8 { get; } = MachineProduct.AreSupported && (!UInt8Panels.AreSupported || PanelComparison.IsFaster<WideUInt8Panels, UInt8Panels, byte>());

    /// <summary>True if <see cref="TiledUInt8Panels"/> are faster than both.</summary>
    public static bool AreTiledUInt8 { get; } = AreWideUInt8 && MachineProduct.HaveTiles && PanelComparison.IsFasterWithTiles<TiledUInt8Panels, WideUInt8Panels, byte>();

    /// <summary>True if <see cref="WideInt16Panels"/> are faster than <see cref="Int16Panels"/>.</summary>
    public static bool AreWideInt16 { get; } = WideInt16Panels.AreSupported && PanelComparison.IsFaster<WideInt16Panels, Int16Panels, short>();

    /// <summary>True if <see cref="FusedInt16Panels"/> are faster than both.</summary>
    public static bool AreFusedInt16 { get; } = MachineProduct.AreSupported
        && (AreWideInt16 ? PanelComparison.IsFaster<FusedInt16Panels, WideInt16Panels, short>() : PanelComparison.IsFaster<FusedInt16Panels, Int16Panels, short>());

    /// <summary>True if <see cref="TiledInt16Panels"/> are faster than all three.</summary>
    public static bool AreTiledInt16 { get; } = AreFusedInt16 && MachineProduct.HaveTiles && PanelComparison.IsFasterWithTiles<TiledInt16Panels, FusedInt16Panels, short>();
}
