using System.Text.Json;

namespace KPDD.T5;

/// <summary>Finds the vocabulary of a model folder and the settings beside it.</summary>
internal sealed record TokenizerFile(string Path, int? ExtraIds)
{
    private static readonly string[] Names = ["spiece.model", "sentencepiece.model"];

    /// <summary>Every file of a model folder that belongs to its tokenizer, where it is there; to copy with the model.</summary>
    public static IReadOnlyList<string> Companions { get; } = [.. Names, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    /// <summary>Resolves a folder or a file.</summary>
    /// <exception cref="KpddException">There is no vocabulary, or its settings cannot be read.</exception>
    public static TokenizerFile Find(string folderOrFile)
    {
        string? file = Directory.Exists(folderOrFile)
            ? Names.Select(name => System.IO.Path.Combine(folderOrFile, name)).FirstOrDefault(File.Exists)
            : folderOrFile;
        if (!File.Exists(file))
        {
            throw new KpddException(
                $"There is no tokenizer vocabulary at '{folderOrFile}'. Name a model folder that holds {Names[0]}, or the file itself; copy it from the model's source.");
        }

        string settings = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!, "tokenizer_config.json");
        return new TokenizerFile(file, File.Exists(settings) ? ReadExtraIds(settings) : null);
    }

    /// <summary>Reads the vocabulary's bytes.</summary>
    /// <exception cref="KpddException">The file cannot be read.</exception>
    public byte[] ReadVocabulary()
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable($"'{Path}'", e);
        }
    }

    /// <summary>The error for a vocabulary that cannot be read or is of another kind.</summary>
    public static KpddException Unreadable(string source, Exception cause) => new(
        $"Cannot read the tokenizer vocabulary {source}: {cause.Message.TrimEnd('.')}. A SentencePiece Unigram model is needed; copy spiece.model again from the model's source.", cause);

    private static int? ReadExtraIds(string settings)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(settings));
            if (!json.RootElement.TryGetProperty("extra_ids", out JsonElement value))
            {
                return null;
            }

            return value.GetInt32() is >= 0 and int count ? count : throw new FormatException("extra_ids is negative.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            throw new KpddException(
                $"Cannot read the tokenizer settings '{settings}': {e.Message} It must be a JSON object whose extra_ids, when present, is a number from 0 up; mend or delete the file.", e);
        }
    }
}
