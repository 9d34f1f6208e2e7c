namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="UInt8Panels"/> in vectors of 512 bits, by an instruction that .NET has for narrower ones alone. The sums are the same.</summary>
internal readonly unsafe struct WideUInt8Panels : IInt8Panels<byte>
{
    private static readonly MachineProduct EightOfTwo = new(Products.UInt8EightRowsOfTwo);
    private static readonly MachineProduct Eight = new(Products.UInt8EightRows);
    private static readonly MachineProduct Four = new(Products.UInt8FourRows);
    private static readonly MachineProduct One = new(Products.UInt8OneRow);

    public static string Instructions => "AVX-512 VNNI";

    public static int Together => 4;

    public static bool TakeTwo => true;

    public static bool TryRowsOfTwo(byte* x, int stride, int rows, sbyte* panel, int length, int* sums)
    {
        if (rows != Int8Panels.Rows)
        {
            return false;
        }

        EightOfTwo.Run(x, stride, panel, length, sums);
        return true;
    }

    public static void EightRows(byte* x, int stride, sbyte* panel, int length, int* sums) => Eight.Run(x, stride, panel, length, sums);

    public static void FourRows(byte* x, int stride, sbyte* panel, int length, int* sums) => Four.Run(x, stride, panel, length, sums);

    public static void OneRow(byte* x, sbyte* panel, int length, int* sums) => One.Run(x, 0, panel, length, sums);
}
