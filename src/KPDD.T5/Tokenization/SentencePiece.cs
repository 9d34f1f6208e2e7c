namespace KPDD.T5;

/// <summary>One piece of a SentencePiece vocabulary.</summary>
/// <param name="Text">Its text; U+2581 stands for a space.</param>
/// <param name="Kind">What it is for.</param>
internal readonly record struct SentencePiece(string Text, SentencePieceKind Kind);

/// <summary>What a piece is for; the numbers are those of the file format.</summary>
internal enum SentencePieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
