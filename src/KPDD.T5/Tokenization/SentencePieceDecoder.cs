using System.Text;

namespace KPDD.T5;

/// <summary>Turns ids back into text by SentencePiece's rules. Thread-safe.</summary>
internal sealed class SentencePieceDecoder
{
    /// <summary>Stands for a space inside a piece.</summary>
    public const char SpaceMark = '\u2581';

    private readonly SentencePieceModel model;
    private readonly string[] surfaces;

    public SentencePieceDecoder(SentencePieceModel model)
    {
        this.model = model;
        surfaces = [.. model.Pieces.Select(piece => piece.Kind switch
        {
            SentencePieceKind.Control => "",
            SentencePieceKind.Unknown => model.UnknownSurface,
            _ => piece.Text.Replace(SpaceMark, ' '),
        })];
    }

    /// <summary>The text of <paramref name="ids"/>; ids that are no pieces decode to nothing.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)surfaces.Length)
            {
                continue;
            }

            ReadOnlySpan<char> surface = surfaces[id];
            // The encoder puts a space before every text; it is taken away again where the text begins.
            bool isLeadingSpace = text.Length == 0 && model.Pieces[id].Text.StartsWith(SpaceMark);
            text.Append(isLeadingSpace ? surface[1..] : surface);
        }

        return text.ToString();
    }
}
