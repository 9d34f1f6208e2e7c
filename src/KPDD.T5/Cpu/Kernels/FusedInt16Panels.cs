namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="WideInt16Panels"/> by the instruction that adds them too, which .NET has for narrower vectors alone. The sums are the same.</summary>
internal readonly unsafe struct FusedInt16Panels : IInt8Panels<short>
{
    private static readonly MachineProduct EightOfTwo = new(Products.Int16EightRowsOfTwo);
    private static readonly MachineProduct Eight = new(Products.Int16EightRows);
    private static readonly MachineProduct Four = new(Products.Int16FourRows);
    private static readonly MachineProduct One = new(Products.Int16OneRow);

    public static string Instructions => "AVX-512 VNNI";

    public static int Together => 2;

    public static bool TakeTwo => true;

    public static bool TryRowsOfTwo(short* x, int stride, int rows, sbyte* panel, int length, int* sums)
    {
        if (rows != Int8Panels.Rows)
        {
            return false;
        }

        EightOfTwo.Run(x, stride, panel, length, sums);
        return true;
    }

    public static void EightRows(short* x, int stride, sbyte* panel, int length, int* sums) => Eight.Run(x, stride, panel, length, sums);

    public static void FourRows(short* x, int stride, sbyte* panel, int length, int* sums) => Four.Run(x, stride, panel, length, sums);

    public static void OneRow(short* x, sbyte* panel, int length, int* sums) => One.Run(x, 0, panel, length, sums);
}
