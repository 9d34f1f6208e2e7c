using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>A matrix product cut into tiles of rows and outputs.</summary>
internal abstract class LinearWork : ParallelWork
{
    /// <summary>Most rows of a tile: weights are read anew for each, and inputs have to stay in a core's own cache.</summary>
    public const int MostRows = 128;

    private readonly Tiling tiling;
    private readonly float[] y;

    /// <param name="rows">Rows of input.</param>
    /// <param name="layer">The layer; its panels are not cut.</param>
    /// <param name="y">Receives <c>[rows, outputs]</c>.</param>
    protected LinearWork(int rows, Linear layer, float[] y)
        : this(new Tiling(rows, layer), y) => Rows = rows;

    private LinearWork(Tiling tiling, float[] y)
        : base(tiling.RowTiles * tiling.OutputTiles, tiling.RowsPerTile * tiling.OutputsPerTile)
    {
        this.tiling = tiling;
        this.y = y;
    }

    /// <summary>Rows of the whole product.</summary>
    protected int Rows { get; }

    public override void Compute(int chunk, Span<float> result)
    {
        (int row, int rows, int output, int outputs) = tiling.Tile(chunk);
        ComputeTile(row, rows, output, outputs, result, tiling.OutputsPerTile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        (int row, int rows, int output, int outputs) = tiling.Tile(chunk);
        for (int i = 0; i < rows; i++)
        {
            result.Slice(i * tiling.OutputsPerTile, outputs).CopyTo(y.AsSpan(((row + i) * tiling.Outputs) + output));
        }
    }

    /// <summary>Computes a tile into <c>result[row * stride + output]</c>, both counted from the tile's first; a panel's outputs beyond the last may be written too.</summary>
    protected abstract void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride);

    /// <summary>Where the tiles lie: row by row of tiles, so that neighbouring chunks share their inputs.</summary>
    private readonly record struct Tiling
    {
        /// <summary>Most multiplications of a tile: enough that the cost of handing it out is small beside them.</summary>
        private const int MostWork = 2 * 1024 * 1024;

        /// <summary>Tiles wanted for each thread, so that one that is interrupted takes fewer.</summary>
        private const int TilesPerThread = 2;

        // Some kernels take two at a time.
        private const int PanelsTogether = 2;

        private readonly int rows;

        public Tiling(int rows, Linear layer)
        {
            this.rows = rows;
            Outputs = layer.Outputs;
            RowsPerTile = Math.Min(rows, MostRows);
            RowTiles = (rows + RowsPerTile - 1) / RowsPerTile;
            int panels = layer.PaddedOutputs / layer.PanelWidth, tiles = TilesPerThread * layer.Threads;
            int most = MostWork / (RowsPerTile * layer.Inputs * layer.PanelWidth);
            OutputsPerTile = Rounding.Up(Math.Max(1, Math.Min(most, (panels + tiles - 1) / tiles)), PanelsTogether) * layer.PanelWidth;
            OutputTiles = (Outputs + OutputsPerTile - 1) / OutputsPerTile;
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
