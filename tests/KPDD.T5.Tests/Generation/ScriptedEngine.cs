namespace KPDD.T5.Tests.Generation;

/// <summary>An engine without weights: the logits follow from the input row and the tokens fed so far.</summary>
/// <param name="vocabulary">Number of ids; 1 ends a text.</param>
/// <param name="logitsOf">Gives the logits after a row's tokens, the start token first, for an input row.</param>
internal sealed class ScriptedEngine(int vocabulary, Func<int[], int[], float[]> logitsOf) : IT5Engine
{
    /// <summary>Number of rows in each step of each session.</summary>
    public List<int> RowsOfSteps { get; } = [];

    /// <summary>Called before each step.</summary>
    public Action OnStep { get; set; } = () => { };

    public T5Config Config { get; } = new() { VocabSize = vocabulary };

    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default) =>
        new Session(this, [.. inputIds.Select(ids => (ids, Array.Empty<int>()))]);

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;

    private float[] LogitsOf(int[] input, int[] fed) => logitsOf(input, fed);

    private sealed class Session(ScriptedEngine engine, (int[] Input, int[] Fed)[] rows) : IT5Session
    {
        private (int[] Input, int[] Fed)[] rows = rows;

        public int Rows => rows.Length;

        public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
        {
            engine.OnStep();
            engine.RowsOfSteps.Add(Rows);
            for (int row = 0; row < Rows; row++)
            {
                rows[row].Fed = [.. rows[row].Fed, tokens[row]];
                engine.LogitsOf(rows[row].Input, rows[row].Fed).CopyTo(logits[(row * engine.Config.VocabSize)..]);
            }
        }

        public void SelectRows(ReadOnlySpan<int> sourceRows) => rows = [.. sourceRows.ToArray().Select(source => rows[source])];

        public float[] CopyEncoderStates() => [];

        public void Dispose()
        {
        }
    }
}
