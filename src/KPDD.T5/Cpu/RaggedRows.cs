namespace KPDD.T5.Cpu;

/// <summary>Rows of different length laid end to end, without padding: row i is <c>Starts[i]</c> to <c>Starts[i] + Lengths[i]</c>.</summary>
internal sealed class RaggedRows
{
    public RaggedRows(IReadOnlyList<int[]> rows)
    {
        Starts = new int[rows.Count];
        Lengths = new int[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            Starts[row] = Total;
            Lengths[row] = rows[row].Length;
            Total += rows[row].Length;
        }

        Longest = Lengths.Max();
    }

    public int[] Starts { get; }

    public int[] Lengths { get; }

    public int Total { get; }

    public int Longest { get; }

    /// <summary>The row that a token belongs to, and its position there.</summary>
    public (int Row, int Position) Locate(int token)
    {
        int found = Array.BinarySearch(Starts, token);
        int row = found >= 0 ? found : ~found - 1;
        return (row, token - Starts[row]);
    }
}
