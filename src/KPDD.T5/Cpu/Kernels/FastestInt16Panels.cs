namespace KPDD.T5.Cpu;

/// <summary>Which kernels for 16-bit inputs are the fastest here; as <see cref="FastestUInt8Panels"/>.</summary>
internal static class FastestInt16Panels
{
    /// <summary>True if <see cref="WideInt16Panels"/> are faster than <see cref="Int16Panels"/>.</summary>
    public static bool AreWide { get; } = WideInt16Panels.AreSupported && PanelComparison.IsFaster<WideInt16Panels, Int16Panels, short>();

    /// <summary>True if <see cref="FusedInt16Panels"/> are faster than both.</summary>
    public static bool AreFused { get; } = MachineProduct.AreSupported
        && (AreWide ? PanelComparison.IsFaster<FusedInt16Panels, WideInt16Panels, short>() : PanelComparison.IsFaster<FusedInt16Panels, Int16Panels, short>());

    /// <summary>True if <see cref="TiledInt16Panels"/> are faster than all three.</summary>
    public static bool AreTiled { get; } = AreFused && MachineProduct.HaveTiles && PanelComparison.IsFasterWithTiles<TiledInt16Panels, FusedInt16Panels, short>();
}
