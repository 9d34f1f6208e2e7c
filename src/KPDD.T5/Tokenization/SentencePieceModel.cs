using System.Text;

namespace KPDD.T5;

/// <summary>What this library reads of a SentencePiece model file: the pieces and the special ids.</summary>
internal sealed class SentencePieceModel
{
    private const int Unigram = 1;

    // Field numbers of ModelProto, TrainerSpec and SentencePiece in the file format.
    private const int PiecesField = 1, TrainerField = 2, NormalizerField = 3;
    private const int ModelTypeField = 3, UnknownIdField = 40, StartIdField = 41, EosIdField = 42, PadIdField = 43, UnknownSurfaceField = 44;
    private const int PieceTextField = 1, PieceKindField = 3, NormalizerNameField = 1;

    // The normalisers nmt_nfkc and nmt_nfkc_cf, which take control characters out.
    private const string ControlRemovingPrefix = "nmt_";

    private readonly byte[] content;
    private readonly List<int> unsetIdOffsets = [];
    private readonly List<SentencePiece> pieces = [];

    private SentencePieceModel(byte[] content) => this.content = content;

    /// <summary>The pieces; a piece's id is its index.</summary>
    public IReadOnlyList<SentencePiece> Pieces => pieces;

    public int UnknownId { get; private set; }

    /// <summary>Id that ends a text; -1 when the model has none.</summary>
    public int EosId { get; private set; } = 2;

    /// <summary>Id of padding; -1 when the model has none.</summary>
    public int PadId { get; private set; } = -1;

    /// <summary>Whether the normaliser takes control characters out of a text.</summary>
    public bool RemovesControls { get; private set; }

    /// <summary>What an unknown piece decodes to.</summary>
    public string UnknownSurface { get; private set; } = " \u2047 ";

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another kind; the message says where.</exception>
    public static SentencePieceModel Parse(byte[] content)
    {
        var model = new SentencePieceModel(content);
        bool hasTrainer = false, hasNormalizer = false;
        var reader = new ProtobufReader(content);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case PiecesField:
                    model.pieces.Add(ParsePiece(reader.Value));
                    break;
                case TrainerField:
                    hasTrainer = true;
                    model.ParseTrainer(reader.Value, reader.ValueStart);
                    break;
                case NormalizerField:
                    hasNormalizer = true;
                    model.ParseNormalizer(reader.Value);
                    break;
            }
        }

        if (model.pieces.Count == 0 || !hasTrainer || !hasNormalizer)
        {
            throw new InvalidDataException("pieces, trainer settings or normaliser settings are missing, so it is cut short or no SentencePiece model");
        }

        model.CheckIds();
        return model;
    }

    /// <summary>The file's content with every special id that is -1 pointing at a valid piece, because the tokenizer package reads past its table otherwise.</summary>
    public byte[] WithoutUnsetIds()
    {
        byte[] mended = [.. content];
        foreach (int offset in unsetIdOffsets)
        {
            // -1 fills ten bytes; the new number keeps that length so that nothing else moves.
            int id = UnknownId;
            for (int i = 0; i < 9; i++, id >>= 7)
            {
                mended[offset + i] = (byte)((id & 0x7F) | 0x80);
            }

            mended[offset + 9] = 0;
        }

        return mended;
    }

    private static SentencePiece ParsePiece(ReadOnlySpan<byte> message)
    {
        string text = "";
        var kind = SentencePieceKind.Normal;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case PieceTextField:
                    text = Encoding.UTF8.GetString(reader.Value);
                    break;
                case PieceKindField:
                    kind = (SentencePieceKind)reader.Number;
                    break;
            }
        }

        // The tokenizer package gives wrong ids for these pieces; no T5 vocabulary has them.
        return kind != SentencePieceKind.Byte
            ? new SentencePiece(text, kind)
            : throw new InvalidDataException("it falls back to byte pieces, which this library does not support");
    }

    private void ParseTrainer(ReadOnlySpan<byte> message, int offset)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case ModelTypeField when reader.Number != Unigram:
                    throw new InvalidDataException($"it is of model type {reader.Number}, T5 needs a Unigram model (type {Unigram})");
                case UnknownIdField:
                    UnknownId = (int)reader.Number;
                    break;
                case EosIdField:
                    EosId = (int)reader.Number;
                    break;
                case PadIdField:
                    PadId = (int)reader.Number;
                    break;
                case UnknownSurfaceField:
                    UnknownSurface = Encoding.UTF8.GetString(reader.Value);
                    break;
            }

            if (reader.Field is StartIdField or EosIdField && (int)reader.Number == -1)
            {
                unsetIdOffsets.Add(offset + reader.ValueStart);
            }
        }
    }

    private void ParseNormalizer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == NormalizerNameField)
            {
                RemovesControls = Encoding.UTF8.GetString(reader.Value).StartsWith(ControlRemovingPrefix, StringComparison.Ordinal);
            }
        }
    }

    private void CheckIds()
    {
        if (UnknownId < 0 || Math.Max(UnknownId, Math.Max(EosId, PadId)) >= pieces.Count)
        {
            throw new InvalidDataException($"its special ids (unknown {UnknownId}, end {EosId}, padding {PadId}) do not fit its {pieces.Count} pieces");
        }
    }
}
