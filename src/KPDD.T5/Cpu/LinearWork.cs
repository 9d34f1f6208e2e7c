namespace KPDD.T5.Cpu;

/// <summary>A matrix product cut into tiles of rows and outputs.</summary>
internal abstract class LinearWork : ParallelWork
{
    /// <summary>Most rows of a tile: as many as fit into a core's own cache beside the weights of a tile.</summary>
    private const int MaxRows = 64;

    private readonly Tiling tiling;
    private readonly float[] y;

    protected LinearWork(int rows, int inputs, int outputs, float[] y)
        : this(new Tiling(rows, inputs, outputs), y)
    {
    }

    private LinearWork(Tiling tiling, float[] y)
        : base(tiling.RowTiles * tiling.OutputTiles, tiling.RowsPerTile * tiling.OutputsPerTile)
    {
        this.tiling = tiling;
        this.y = y;
    }

    public override void Compute(int chunk, Span<float> result)
    {
        (int row, int rows, int output, int outputs) = tiling.Tile(chunk);
        ComputeTile(row, rows, output, outputs, result);
    }

    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        (int row, int rows, int output, int outputs) = tiling.Tile(chunk);
        for (int i = 0; i < rows; i++)
        {
            result.Slice(i * outputs, outputs).CopyTo(y.AsSpan(((row + i) * tiling.Outputs) + output));
        }
    }

    /// <summary>Computes a tile into <c>result[row * outputs + output]</c>, both counted from the tile's first.</summary>
    protected abstract void ComputeTile(int row, int rows, int output, int outputs, Span<float> result);

    /// <summary>Where the tiles lie: row by row of tiles, so that neighbouring chunks share their inputs.</summary>
    private readonly record struct Tiling
    {
        /// <summary>Multiplications of a tile: large beside the cost of handing it out, small beside the time of a product.</summary>
        private const int TargetWork = 128 * 1024;

        private readonly int rows;

        public Tiling(int rows, int inputs, int outputs)
        {
            this.rows = rows;
            Outputs = outputs;
            RowsPerTile = Math.Min(rows, MaxRows);
            RowTiles = (rows + RowsPerTile - 1) / RowsPerTile;
            const int Group = BlockedProduct.OutputsPerGroup;
            int wanted = Math.Min(TargetWork / (RowsPerTile * inputs), outputs / 8);
            OutputsPerTile = Math.Min(outputs, Math.Max(1, wanted / Group) * Group);
            OutputTiles = (outputs + OutputsPerTile - 1) / OutputsPerTile;
        }

        public int Outputs { get; }

        public int RowsPerTile { get; }

        public int OutputsPerTile { get; }

        public int RowTiles { get; }

        public int OutputTiles { get; }

        public (int Row, int Rows, int Output, int Outputs) Tile(int index)
        {
            int row = index / OutputTiles * RowsPerTile;
            int output = index % OutputTiles * OutputsPerTile;
            return (row, Math.Min(RowsPerTile, rows - row), output, Math.Min(OutputsPerTile, Outputs - output));
        }
    }
}
