namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="FusedInt16Panels"/>, where there are rows enough in tiles (AMX): sixteen rows with two panels at a time. The sums are the same.</summary>
internal readonly unsafe struct TiledInt16Panels : IInt8Panels<short>
{
    private const int TileRows = 16;

    private static readonly MachineProduct SixteenOfTwo = new(Products.Int16SixteenRowsOfTwo);

    public static string Instructions => "AMX";

    public static int Together => 2;

    public static int LengthStep => 32;

    public static bool TakeTwo => true;

    public static int RowsAtOnce(int left) => left < TileRows || !TileThread.IsReady ? Int8Panels.RowsAtOnce(left) : TileRows;

    public static bool TryRowsOfTwo(short* x, int stride, int rows, sbyte* panel, int length, int* sums)
    {
        if (rows < TileRows)
        {
            return FusedInt16Panels.TryRowsOfTwo(x, stride, rows, panel, length, sums);
        }

        SixteenOfTwo.Run(x, stride, panel, length, sums);
        return true;
    }

    public static void EightRows(short* x, int stride, sbyte* panel, int length, int* sums) => FusedInt16Panels.EightRows(x, stride, panel, length, sums);

    public static void FourRows(short* x, int stride, sbyte* panel, int length, int* sums) => FusedInt16Panels.FourRows(x, stride, panel, length, sums);

    public static void OneRow(short* x, sbyte* panel, int length, int* sums) => FusedInt16Panels.OneRow(x, panel, length, sums);
}
