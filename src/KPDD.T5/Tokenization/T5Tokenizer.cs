using Microsoft.ML.Tokenizers;

namespace KPDD.T5;

/// <summary>T5's tokenizer: a SentencePiece Unigram vocabulary followed by sentinel ids.</summary>
/// <remarks>
/// Gives the ids of Google's SentencePiece, but for rare ties between pieces of equal score. A text ends with <see cref="EosId"/>;
/// none starts with a start id. A text that spells a special piece, such as <c>&lt;/s&gt;</c> or <c>&lt;extra_id_0&gt;</c>, is ordinary text.
/// An instance never changes and may be used from several threads at once.
/// </remarks>
public sealed class T5Tokenizer
{
    /// <summary>Sentinel ids of the published T5 vocabularies.</summary>
    public const int DefaultExtraIds = 100;

    private readonly SentencePieceTokenizer encoder;
    private readonly SentencePieceDecoder decoder;
    private readonly int pieceCount;
    private readonly bool removesControls;
    private readonly Lazy<LosslessTextEncoding> lossless;

    private T5Tokenizer(SentencePieceModel model, int extraIds)
    {
        using var stream = new MemoryStream(model.WithoutUnsetIds(), writable: false);
        encoder = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        decoder = new SentencePieceDecoder(model);
        pieceCount = model.Pieces.Count;
        removesControls = model.RemovesControls;
        lossless = new Lazy<LosslessTextEncoding>(() => new LosslessTextEncoding(this));
        ExtraIds = extraIds;
        UnknownId = model.UnknownId;
        EosId = model.EosId >= 0 ? model.EosId : FindControl(model, "</s>", "[SEP]");
        PadId = model.PadId >= 0 ? model.PadId : FindControl(model, "<pad>", "</s>", "[SEP]");
    }

    /// <summary>Number of ids: the pieces and the sentinels (32,100 for the published vocabularies).</summary>
    /// <remarks>A model's embedding may have more rows, 32,128 for those; the rows beyond mean nothing and must not be generated.</remarks>
    public int VocabularySize => pieceCount + ExtraIds;

    /// <summary>Number of sentinel ids; they are the last ids of the vocabulary.</summary>
    public int ExtraIds { get; }

    /// <summary>Id of padding.</summary>
    public int PadId { get; }

    /// <summary>Id that ends a text.</summary>
    public int EosId { get; }

    /// <summary>Id of whatever the vocabulary has no piece for.</summary>
    public int UnknownId { get; }

    /// <summary>Loads the vocabulary of a model folder, or a vocabulary file.</summary>
    /// <param name="modelFolderOrSpieceFile">A folder with <c>spiece.model</c>, or the path of such a file.</param>
    /// <param name="extraIds">Number of sentinel ids; null for <c>extra_ids</c> of the <c>tokenizer_config.json</c> beside the vocabulary, else <see cref="DefaultExtraIds"/>.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentException">The path is empty, or <paramref name="extraIds"/> is negative.</exception>
    /// <exception cref="KpddException">The vocabulary is missing, damaged or of another kind; the message names the file and the remedy.</exception>
    public static T5Tokenizer Load(string modelFolderOrSpieceFile, int? extraIds = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolderOrSpieceFile);
        TokenizerFile file = TokenizerFile.Find(modelFolderOrSpieceFile);
        return Create(file.ReadVocabulary(), $"'{file.Path}'", extraIds ?? file.ExtraIds ?? DefaultExtraIds);
    }

    /// <summary>Loads a vocabulary from a stream, from its current position to its end.</summary>
    /// <param name="spieceModel">The content of a <c>spiece.model</c>; left open.</param>
    /// <param name="extraIds">Number of sentinel ids.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentException"><paramref name="spieceModel"/> is null, or <paramref name="extraIds"/> is negative.</exception>
    /// <exception cref="KpddException">The vocabulary is damaged or of another kind.</exception>
    public static T5Tokenizer Load(Stream spieceModel, int extraIds = DefaultExtraIds)
    {
        ArgumentNullException.ThrowIfNull(spieceModel);
        using var content = new MemoryStream();
        spieceModel.CopyTo(content);
        return Create(content.ToArray(), "from the stream", extraIds);
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text; what is not valid Unicode becomes U+FFFD.</param>
    /// <returns>Its ids, then <see cref="EosId"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public int[] Encode(string text)
    {
        List<int> ids = EncodePieces(text);
        ids.Add(EosId);
        return [.. ids];
    }

    /// <summary>Encodes a text into at most <paramref name="maxTokens"/> ids, the last of which is always <see cref="EosId"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxTokens">Most ids wanted, from 1.</param>
    /// <param name="truncated">True when the text's end was cut off.</param>
    /// <returns>Its ids, then <see cref="EosId"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="text"/> is null, or <paramref name="maxTokens"/> is below 1.</exception>
    public int[] Encode(string text, int maxTokens, out bool truncated) => Truncate(Encode(text), maxTokens, out truncated);

    /// <summary>Decodes ids into text.</summary>
    /// <param name="ids">Ids; padding, end, sentinels and ids beyond the vocabulary decode to nothing, an unknown piece to " \u2047 ".</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    public string Decode(IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Decode(ids.ToArray().AsSpan());
    }

    /// <inheritdoc cref="Decode(IReadOnlyList{int})"/>
    public string Decode(ReadOnlySpan<int> ids) => decoder.Decode(ids);

    /// <summary>Encodes a text so that <see cref="DecodeLossless(IReadOnlyList{int})"/> gives exactly that text again; see <see cref="LosslessTextEncoding"/>.</summary>
    /// <param name="text">Any text, a program above all.</param>
    /// <returns>Its ids, then <see cref="EosId"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary has fewer than 100 sentinel ids.</exception>
    public int[] EncodeLossless(string text) => Lossless.Encode(text);

    /// <summary>Encodes a text losslessly into at most <paramref name="maxTokens"/> ids, the last of which is always <see cref="EosId"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxTokens">Most ids wanted, from 1.</param>
    /// <param name="truncated">True when the text's end was cut off.</param>
    /// <returns>Its ids, then <see cref="EosId"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="text"/> is null, or <paramref name="maxTokens"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary has fewer than 100 sentinel ids.</exception>
    public int[] EncodeLossless(string text, int maxTokens, out bool truncated) => Truncate(EncodeLossless(text), maxTokens, out truncated);

    /// <summary>Decodes what <see cref="EncodeLossless(string)"/>, or a student trained on it, wrote.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary has fewer than 100 sentinel ids.</exception>
    public string DecodeLossless(IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodeLossless(ids.ToArray().AsSpan());
    }

    /// <inheritdoc cref="DecodeLossless(IReadOnlyList{int})"/>
    public string DecodeLossless(ReadOnlySpan<int> ids) => Lossless.Decode(ids);

    private LosslessTextEncoding Lossless => ExtraIds >= LosslessTextEncoding.SentinelCount
        ? lossless.Value
        : throw new InvalidOperationException(
            $"The lossless encoding needs {LosslessTextEncoding.SentinelCount} sentinel ids and this vocabulary has {ExtraIds}. Use Encode and a text format without line breaks.");

    /// <summary>The id of a sentinel, counted down from the vocabulary's end.</summary>
    /// <param name="index">The number in <c>&lt;extra_id_N&gt;</c>, from 0 to below <see cref="ExtraIds"/>.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sentinel.</exception>
    public int SentinelId(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ExtraIds);
        return VocabularySize - 1 - index;
    }

    /// <summary>Ids of a text without the end.</summary>
    internal List<int> EncodePieces(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string valid = UnicodeText.WithoutLoneSurrogates(text);
        var ids = new List<int>();
        foreach (int id in encoder.EncodeToIds(removesControls ? UnicodeText.WithoutControls(valid) : valid))
        {
            // SentencePiece gives one unknown for a run of unknown characters, the package one for each.
            if (id != UnknownId || ids.Count == 0 || ids[^1] != UnknownId)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private int[] Truncate(int[] ids, int maxTokens, out bool truncated)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        truncated = ids.Length > maxTokens;
        return truncated ? [.. ids.AsSpan(0, maxTokens - 1), EosId] : ids;
    }

    private static T5Tokenizer Create(byte[] content, string source, int extraIds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extraIds);
        try
        {
            return new T5Tokenizer(SentencePieceModel.Parse(content), extraIds);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The package answers a damaged file with whatever exception its reader runs into.
            throw TokenizerFile.Unreadable(source, e);
        }
    }

    private static int FindControl(SentencePieceModel model, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            for (int id = 0; id < model.Pieces.Count; id++)
            {
                if (model.Pieces[id] == new SentencePiece(name, SentencePieceKind.Control))
                {
                    return id;
                }
            }
        }

        throw new InvalidDataException($"it has no piece {string.Join(" or ", names!)}");
    }
}
