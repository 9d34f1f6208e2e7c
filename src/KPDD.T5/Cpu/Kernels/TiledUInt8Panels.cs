namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="WideUInt8Panels"/>, where there are rows enough in tiles (AMX): sixteen rows with sixteen outputs at a time. The sums are the same.</summary>
internal readonly unsafe struct TiledUInt8Panels : IInt8Panels<byte>
{
    private const int TileRows = 16;

    private static readonly MachineProduct ThirtyTwoOfTwo = new(Products.UInt8ThirtyTwoRowsOfTwo);
    private static readonly MachineProduct SixteenOfTwo = new(Products.UInt8SixteenRowsOfTwo);

    public static string Instructions => "AMX";

    public static int Together => 4;

    public static int LengthStep => 64;

    public static bool TakeTwo => true;

    public static int RowsAtOnce(int left)
    {
        if (left < TileRows || !TileThread.IsReady)
        {
            return Int8Panels.RowsAtOnce(left);
        }

        return left < 2 * TileRows ? TileRows : 2 * TileRows;
    }

    public static bool TryRowsOfTwo(byte* x, int stride, int rows, sbyte* panel, int length, int* sums)
    {
        if (rows < TileRows)
        {
            return WideUInt8Panels.TryRowsOfTwo(x, stride, rows, panel, length, sums);
        }

        (rows == TileRows ? SixteenOfTwo : ThirtyTwoOfTwo).Run(x, stride, panel, length, sums);
        return true;
    }

    public static void EightRows(byte* x, int stride, sbyte* panel, int length, int* sums) => WideUInt8Panels.EightRows(x, stride, panel, length, sums);

    public static void FourRows(byte* x, int stride, sbyte* panel, int length, int* sums) => WideUInt8Panels.FourRows(x, stride, panel, length, sums);

    public static void OneRow(byte* x, sbyte* panel, int length, int* sums) => WideUInt8Panels.OneRow(x, panel, length, sums);
}
