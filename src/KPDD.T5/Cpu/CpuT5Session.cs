namespace KPDD.T5.Cpu;

/// <summary>Decoding of one encoded batch on the CPU.</summary>
internal sealed class CpuT5Session : IT5Session
{
    private readonly CpuT5Model model;
    private readonly EncodedBatch encoded;
    private readonly Scratch scratch = new();
    private List<DecoderRow> rows;
    private RelativePositionBias.Table bias;
    private int position;
    private bool disposed;

    public CpuT5Session(CpuT5Model model, EncodedBatch encoded)
    {
        this.model = model;
        this.encoded = encoded;
        bias = model.CreateDecoderBias(32);
        rows = [.. encoded.Rows.Lengths.Select((_, row) => new DecoderRow(model.CacheFormat, model.Config.DecoderLayers, row))];
    }

    public int Rows => rows.Count;

    public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        int vocabulary = model.Config.VocabSize;
        Require(tokens.Length == Rows, $"{Rows} tokens are needed, one a row; {tokens.Length} were given.", nameof(tokens));
        Require(logits.Length == Rows * vocabulary, $"{Rows} x {vocabulary} logits need a span of {Rows * vocabulary}, not {logits.Length}.", nameof(logits));
        foreach (int token in tokens)
        {
            Require((uint)token < (uint)vocabulary, $"Token {token} is outside the vocabulary of {vocabulary}.", nameof(tokens));
        }

        if (position == bias.Length)
        {
            bias = model.CreateDecoderBias(2 * bias.Length);
        }

        model.Decode(tokens, rows, position, encoded, bias, scratch).AsSpan(0, logits.Length).CopyTo(logits);
        position++;
    }

    public void SelectRows(ReadOnlySpan<int> sourceRows)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Require(!sourceRows.IsEmpty, "At least one row must remain.", nameof(sourceRows));
        foreach (int source in sourceRows)
        {
            Require((uint)source < (uint)Rows, $"Row {source} is outside the {Rows} rows.", nameof(sourceRows));
        }

        // The first use of a row moves it, only further uses copy: most beams of a step go on in place.
        bool[] used = new bool[Rows];
        var selected = new List<DecoderRow>(sourceRows.Length);
        foreach (int source in sourceRows)
        {
            selected.Add(used[source] ? rows[source].Copy() : rows[source]);
            used[source] = true;
        }

        for (int row = 0; row < used.Length; row++)
        {
            if (!used[row])
            {
                rows[row].Dispose();
            }
        }

        rows = selected;
    }

    public float[] CopyEncoderStates()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        int width = model.Config.ModelWidth;
        RaggedRows ragged = encoded.Rows;
        float[] padded = new float[ragged.Lengths.Length * ragged.Longest * width];
        for (int row = 0; row < ragged.Lengths.Length; row++)
        {
            encoded.States.AsSpan(ragged.Starts[row] * width, ragged.Lengths[row] * width).CopyTo(padded.AsSpan(row * ragged.Longest * width));
        }

        return padded;
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            rows.ForEach(row => row.Dispose());
            scratch.Dispose();
            encoded.Dispose();
        }
    }

    private static void Require(bool holds, string message, string parameter)
    {
        if (!holds)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
