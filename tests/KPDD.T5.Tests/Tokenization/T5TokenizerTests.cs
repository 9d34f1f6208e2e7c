namespace KPDD.T5.Tests.Tokenization;

public class T5TokenizerTests
{
    private static T5Tokenizer T5 => TokenizerFixtures.T5;

    [Fact]
    public void Load_PublishedVocabulary_HasItsSizesAndIds()
    {
        Assert.Equal(32100, T5.VocabularySize);
        Assert.Equal(100, T5.ExtraIds);
        Assert.Equal((0, 1, 2), (T5.PadId, T5.EosId, T5.UnknownId));
        Assert.Equal(32099, T5.SentinelId(0));
        Assert.Equal(32000, T5.SentinelId(99));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void SentinelId_OutOfRange_Throws(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => T5.SentinelId(index));

    [Fact]
    public void Encode_EmptyText_GivesEndOnly() => Assert.Equal([1], T5.Encode(""));

    [Fact]
    public void Encode_AdjacentUnknownCharacters_GivesOneUnknown() =>
        Assert.Equal([3, 9, 2, 115, 1], T5.Encode("a<<{}b"));

    // SentencePiece's ids for U+0001 to U+009F, each between two letters: 30 characters vanish, the others are blanks or unknown.
    [Fact]
    public void Encode_ControlCharacters_VanishAsInSentencePiece()
    {
        char[] blanks = ['\t', '\n', '\f', '\r'];
        char[] unknown = [.. Enumerable.Range(0x80, 0x1F).Select(code => (char)code).Except(['\u008F'])];
        foreach (char control in Enumerable.Range(0x01, 0x9F).Select(code => (char)code).Where(char.IsControl))
        {
            int[] expected = blanks.Contains(control) ? [3, 9, 3, 115, 1] : unknown.Contains(control) ? [3, 9, 2, 115, 1] : [703, 1];

            Assert.True(expected.SequenceEqual(T5.Encode($"a{control}b")), $"U+{(int)control:X4}");
        }
    }

    [Fact]
    public void Encode_ControlCharactersAmongBlanks_BlanksStayOne() =>
        Assert.Equal(T5.Encode("Tom has 5."), T5.Encode("\u0001 Tom \u001B has\u0007 5.\u007F"));

    [Fact]
    public void Encode_ControlCharacterWithoutNormaliser_IsUnknown() =>
        Assert.Contains(TokenizerFixtures.Student.UnknownId, TokenizerFixtures.Student.Encode("a\u0001b"));

    [Fact]
    public void Encode_SpelledSpecialPieces_AreOrdinaryText()
    {
        int[] ids = T5.Encode("</s><pad><s><extra_id_0>")[..^1];

        Assert.DoesNotContain(T5.EosId, ids);
        Assert.DoesNotContain(T5.PadId, ids);
        Assert.DoesNotContain(T5.SentinelId(0), ids);
    }

    [Fact]
    public void Encode_LongerThanMaxTokens_KeepsStartAndEnd()
    {
        int[] whole = T5.Encode("How many apples does Ann have now?");

        int[] cut = T5.Encode("How many apples does Ann have now?", 4, out bool truncated);

        Assert.True(truncated);
        Assert.Equal([.. whole[..3], 1], cut);
    }

    [Fact]
    public void Encode_ExactlyMaxTokens_IsNotTruncated()
    {
        int[] whole = T5.Encode("How many?");

        Assert.Equal(whole, T5.Encode("How many?", whole.Length, out bool truncated));
        Assert.False(truncated);
    }

    [Fact]
    public void Encode_MaxTokensOfZero_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => T5.Encode("a", 0, out _));

    [Theory]
    [InlineData("\0\u0001\u0007\u001B\u007F\u0085")]
    [InlineData("\uD800")]
    [InlineData("a\uDC00b\uD83D")]
    [InlineData("\uDFFF\uD800\uDFFF")]
    [InlineData("\u200B\uFEFF\u2581\u2581 \u3000")]
    [InlineData("e\u0301\u0301\u0301 \u1112\u1161\u11AB \U0001F469\u200D\U0001F680")]
    [InlineData(" \t\r\n ")]
    public void Encode_UnusualText_EndsNormally(string text)
    {
        int[] ids = T5.Encode(text);

        Assert.Equal(1, ids[^1]);
        Assert.All(ids, id => Assert.InRange(id, 0, 31999));
        Assert.NotNull(T5.Decode(ids));
    }

    [Fact]
    public void Encode_TenThousandWords_GivesEveryWord()
    {
        int[] ids = T5.Encode(string.Join(' ', Enumerable.Repeat("apples", 10_000)));

        Assert.Equal(10_000, ids.Count(id => id == T5.Encode("apples")[0]));
    }

    [Fact]
    public void Decode_SpecialIds_AreLeftOut() =>
        Assert.Equal("Hello world", T5.Decode([0, 8774, 32099, 296, 1, 0, 32100, 32127, -5]));

    [Fact]
    public void Decode_UnknownPiece_GivesItsMark() => Assert.Equal("a \u2047 b", T5.Decode([3, 9, 2, 115]));

    [Fact]
    public void Decode_LoneWordBoundary_GivesNothing() => Assert.Equal("", T5.Decode([3]));

    [Fact]
    public void Decode_ListAndSpan_GiveTheSame()
    {
        int[] ids = T5.Encode("Ann has 3 apples.");

        Assert.Equal(T5.Decode(ids.AsSpan()), T5.Decode(ids.ToList()));
    }

    [Fact]
    public void Encode_FromManyThreads_GivesTheSameIds()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"Ann has {i} apples and buys {i * 7} more <{i}>.")];
        int[][] expected = [.. texts.Select(T5.Encode)];
        int[][] actual = new int[texts.Length][];

        Parallel.For(0, texts.Length, i => actual[i] = T5.Encode(texts[i]));

        Assert.Equal(expected, actual);
    }
}
