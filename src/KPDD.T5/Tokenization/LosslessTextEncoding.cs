using System.Numerics;
using System.Text;

namespace KPDD.T5;

/// <summary>Writes any text, programs above all, in T5's vocabulary so that decoding gives exactly that text again.</summary>
/// <remarks>
/// <para>T5's vocabulary has no line break, tab, <c>&lt;</c>, <c>{</c>, <c>}</c>, <c>^</c>, <c>~</c>, backtick or backslash, keeps single spaces only, and
/// normalises many characters. Sentinel ids, which programs have no other use for, stand for what it would lose:</para>
/// <list type="table">
/// <listheader><term>sentinels</term><description>meaning</description></listheader>
/// <item><term>0 to <see cref="Symbols"/>.Count - 1</term><description>the text in <see cref="Symbols"/>: line breaks with their indentation, spaces, missing characters
/// alone and with their usual spaces; the last one is the empty text, which parts two runs of pieces.</description></item>
/// <item><term>to 67</term><description>reserved; decode to nothing.</description></item>
/// <item><term>68 to 83</term><description>a hexadecimal digit of a code point, more digits follow.</description></item>
/// <item><term>84 to 99</term><description>the last hexadecimal digit of a code point.</description></item>
/// </list>
/// <para>Whatever lies between two sentinels is ordinary T5 text, so a pretrained model finds the pieces it knows. Each run is decoded while it is encoded;
/// what does not come back unchanged is cut smaller and, at last, written by code point. Lone surrogates survive too. Thread-safe.</para>
/// </remarks>
public sealed class LosslessTextEncoding
{
    /// <summary>Sentinel ids that the encoding needs.</summary>
    public const int SentinelCount = LosslessSymbols.Count;

    private const int LargestCodePoint = 0x10FFFF;

    private readonly T5Tokenizer tokenizer;
    private readonly bool[] isPlainAscii;

    /// <summary>Creates the encoding of a vocabulary.</summary>
    /// <param name="tokenizer">A tokenizer with at least <see cref="SentinelCount"/> sentinel ids.</param>
    /// <exception cref="ArgumentException"><paramref name="tokenizer"/> is null or has fewer sentinel ids.</exception>
    public LosslessTextEncoding(T5Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.ExtraIds < SentinelCount)
        {
            throw new ArgumentException(
                $"The lossless encoding needs {SentinelCount} sentinel ids and this vocabulary has {tokenizer.ExtraIds}.", nameof(tokenizer));
        }

        this.tokenizer = tokenizer;
        isPlainAscii = [.. Enumerable.Range(0, 128).Select(code => Survives(((char)code).ToString(), out _))];
    }

    /// <summary>The text that each sentinel from 0 on stands for.</summary>
    public static IReadOnlyList<string> Symbols => LosslessSymbols.Texts;

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any string.</param>
    /// <returns>Its ids, then the end.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        int runStart = 0;
        for (int position = 0; position < text.Length;)
        {
            int symbol = LosslessSymbols.Match(text.AsSpan(position));
            int length = symbol >= 0 ? LosslessSymbols.Texts[symbol].Length : RuneLength(text, position);
            bool staysInRun = symbol >= 0
                ? position > runStart && IsSpaceInsideRun(text, position, length)
                : IsPlain(text.AsSpan(position, length));
            if (!staysInRun)
            {
                AppendRun(ids, text.AsSpan(runStart, position - runStart));
                AppendSymbolOrCodePoint(ids, symbol, text.AsSpan(position, length));
                runStart = position + length;
            }

            position += length;
        }

        AppendRun(ids, text.AsSpan(runStart));
        ids.Add(tokenizer.EosId);
        return [.. ids];
    }

    /// <summary>Decodes ids.</summary>
    /// <param name="ids">Ids, as <see cref="Encode"/> or a trained student wrote them; an impossible code point gives U+FFFD.</param>
    /// <returns>The text.</returns>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        int runStart = 0;
        int codePoint = 0;
        for (int position = 0; position < ids.Length; position++)
        {
            int sentinel = tokenizer.VocabularySize - 1 - ids[position];
            if (sentinel < 0 || sentinel >= tokenizer.ExtraIds)
            {
                continue;
            }

            if (position > runStart)
            {
                text.Append(tokenizer.Decode(ids[runStart..position]));
                codePoint = 0;
            }

            runStart = position + 1;
            if (sentinel is >= LosslessSymbols.FirstDigit and < SentinelCount)
            {
                codePoint = Math.Min((codePoint << 4) | ((sentinel - LosslessSymbols.FirstDigit) & 0xF), LargestCodePoint + 1);
                if (sentinel >= LosslessSymbols.FirstLastDigit)
                {
                    AppendCodePoint(text, codePoint);
                    codePoint = 0;
                }
            }
            else if (sentinel < Symbols.Count)
            {
                codePoint = 0;
                text.Append(Symbols[sentinel]);
            }
        }

        return text.Append(tokenizer.Decode(ids[runStart..])).ToString();
    }

    private static int RuneLength(string text, int position) =>
        char.IsSurrogatePair(text, position) ? 2 : 1;

    /// <summary>A single space stays ordinary text between two characters that are ordinary text.</summary>
    private bool IsSpaceInsideRun(string text, int position, int length)
    {
        int next = position + 1;
        return length == 1 && text[position] == ' ' && next < text.Length
            && LosslessSymbols.Match(text.AsSpan(next)) < 0 && IsPlain(text.AsSpan(next, RuneLength(text, next)));
    }

    private bool IsPlain(ReadOnlySpan<char> rune) =>
        rune[0] < isPlainAscii.Length ? isPlainAscii[rune[0]] : Survives(rune, out _);

    private bool Survives(ReadOnlySpan<char> run, out List<int> pieces)
    {
        pieces = tokenizer.EncodePieces(run.ToString());
        return !pieces.Contains(tokenizer.UnknownId) && run.SequenceEqual(tokenizer.Decode([.. pieces]));
    }

    private void AppendRun(List<int> ids, ReadOnlySpan<char> run)
    {
        if (run.IsEmpty)
        {
            return;
        }

        if (Survives(run, out List<int> pieces))
        {
            ids.AddRange(pieces);
        }
        else if (run.Length == 1 || (run.Length == 2 && char.IsSurrogatePair(run[0], run[1])))
        {
            AppendSymbolOrCodePoint(ids, LosslessSymbols.Match(run), run);
        }
        else
        {
            // Normalisation works across characters (a letter and its accent become one): cut until each part survives.
            int middle = run.Length / 2;
            middle += char.IsSurrogatePair(run[middle - 1], run[middle]) ? 1 : 0;
            AppendRun(ids, run[..middle]);
            ids.Add(tokenizer.SentinelId(LosslessSymbols.Separator));
            AppendRun(ids, run[middle..]);
        }
    }

    private void AppendSymbolOrCodePoint(List<int> ids, int symbol, ReadOnlySpan<char> rune)
    {
        if (symbol >= 0)
        {
            ids.Add(tokenizer.SentinelId(symbol));
            return;
        }

        int codePoint = rune.Length == 2 ? char.ConvertToUtf32(rune[0], rune[1]) : rune[0];
        for (int shift = BitOperations.Log2((uint)codePoint | 1) / 4 * 4; shift >= 0; shift -= 4)
        {
            int digits = shift == 0 ? LosslessSymbols.FirstLastDigit : LosslessSymbols.FirstDigit;
            ids.Add(tokenizer.SentinelId(digits + ((codePoint >> shift) & 0xF)));
        }
    }

    private static void AppendCodePoint(StringBuilder text, int codePoint)
    {
        if (codePoint > LargestCodePoint)
        {
            text.Append('\uFFFD');
        }
        else if (codePoint > char.MaxValue)
        {
            text.Append(char.ConvertFromUtf32(codePoint));
        }
        else
        {
            text.Append((char)codePoint);
        }
    }
}
