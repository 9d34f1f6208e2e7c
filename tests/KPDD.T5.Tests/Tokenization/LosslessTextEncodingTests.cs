using System.Text;

namespace KPDD.T5.Tests.Tokenization;

public class LosslessTextEncodingTests
{
    private static T5Tokenizer T5 => TokenizerFixtures.T5;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("  \t \r\n\r  ")]
    [InlineData(" leading and trailing ")]
    [InlineData("a  b   c     d")]
    [InlineData("def solution():\n    if v1 < 3 and v2 <= 4:\n        v1 = {'a': ~2 ^ 1}\n\n\n    return `v1`\\n")]
    [InlineData("<extra_id_5></s><pad><unk>")]
    [InlineData("1 << 2 <<= 3 <  4  < 5")]
    [InlineData("caf\u00E9 cafe\u0301 \uFB01 \u2460 \u00BD \u2126 \u00A0x\u00A0")]
    [InlineData("\u2047 \u2581 \u2581\u2581 _")]
    [InlineData("\U0001F469\u200D\U0001F680 \u4E2D\u6587 \u0915\u094D\u0937 \u1112\u1161\u11AB")]
    [InlineData("\0\u0001\u001F\u007F\u0085\u2028\uFEFF\uFFFD\uFFFF")]
    [InlineData("\uD800 a\uDC00b \uDFFF\uD800")]
    public void DecodeLossless_EncodedText_GivesTheText(string text)
    {
        int[] ids = T5.EncodeLossless(text);

        Assert.Equal(text, T5.DecodeLossless(ids));
        Assert.DoesNotContain(T5.UnknownId, ids);
        Assert.All(ids, id => Assert.InRange(id, 0, T5.VocabularySize - 1));
        Assert.Equal(T5.EosId, ids[^1]);
    }

    [Theory]
    [InlineData(1, "ab 01=+-*/()#'\".,:;<>{}[]^~`\\\n\t_")]
    [InlineData(2, " \n\r\t<")]
    [InlineData(3, "aeiou\u0300\u0301\u0308\u030A\u0327 \u1100\u1161\u11A8\uAC00")]
    [InlineData(4, null)]
    public void DecodeLossless_RandomText_GivesTheText(int seed, string? alphabet)
    {
        var random = new Random(seed);
        for (int i = 0; i < 1500; i++)
        {
            string text = RandomText(random, alphabet);
            Assert.Equal(text, T5.DecodeLossless(T5.EncodeLossless(text)));
        }
    }

    [Fact]
    public void EncodeLossless_PlainSentence_IsOrdinaryEncoding()
    {
        const string Text = "Ann has 3 apples and buys 4 more. How many apples does she have?";

        Assert.Equal(T5.Encode(Text), T5.EncodeLossless(Text));
    }

    [Fact]
    public void EncodeLossless_IndentedLine_CostsOneSentinel()
    {
        int[] ids = T5.EncodeLossless("v1 = 29 \n    v2 = 7");

        Assert.Equal([.. T5.Encode("v1 = 29")[..^1], T5.SentinelId(6), .. T5.Encode("v2 = 7")], ids);
    }

    [Fact]
    public void EncodeLossless_TooLong_KeepsEnd()
    {
        int[] cut = T5.EncodeLossless("a\nb\nc\nd", 4, out bool truncated);

        Assert.True(truncated);
        Assert.Equal(4, cut.Length);
        Assert.Equal(T5.EosId, cut[^1]);
    }

    [Fact]
    public void Symbols_Table_KeepsItsNumbers()
    {
        // Trained students depend on these numbers: this list may only grow.
        string[] numbered =
        [
            "\n", "\n    ", "\n        ", "\n            ", "\n                ", " \n", " \n    ", " \n        ", "\n\n", "\r\n", "\r", "\t",
            " ", "  ", "    ", "        ", "<", " <", " < ", "<=", " <= ", "{", " {", "}", "} ", "^", " ^ ", "~", " ~", "`", " `", "` ", "\\", " \\", "",
        ];

        Assert.Equal(numbered, LosslessTextEncoding.Symbols.Take(numbered.Length));
        Assert.Equal(numbered.Length, numbered.Distinct().Count());
        Assert.True(LosslessTextEncoding.Symbols.Count <= 68);
    }

    [Fact]
    public void DecodeLossless_AnyIds_NeverThrows()
    {
        var random = new Random(11);
        for (int i = 0; i < 500; i++)
        {
            int[] ids = [.. Enumerable.Range(0, 40).Select(_ => random.Next(2) == 0 ? random.Next(-1, 32128) : random.Next(32000, 32100))];
            Assert.NotNull(T5.DecodeLossless(ids));
        }
    }

    [Fact]
    public void DecodeLossless_ImpossibleCodePoint_GivesReplacement()
    {
        int[] digits = [.. Enumerable.Repeat(T5.SentinelId(83), 9), T5.SentinelId(99)];

        Assert.Equal("\uFFFD", T5.DecodeLossless(digits));
    }

    [Fact]
    public void DecodeLossless_BrokenOffDigits_AreLeftOut() =>
        Assert.Equal("Hello\u000A", T5.DecodeLossless([T5.SentinelId(70), 8774, T5.SentinelId(94)]));

    [Fact]
    public void EncodeLossless_VocabularyWithoutSentinels_Throws() =>
        Assert.Throws<InvalidOperationException>(() => TokenizerFixtures.Student.EncodeLossless("a"));

    [Fact]
    public void Constructor_VocabularyWithoutSentinels_IsMisuse() =>
        Assert.Throws<ArgumentException>(() => new LosslessTextEncoding(TokenizerFixtures.Student));

    private static string RandomText(Random random, string? alphabet)
    {
        var text = new StringBuilder();
        for (int length = random.Next(40); length > 0; length--)
        {
            text.Append(alphabet is null ? (char)random.Next(0x10000) : alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }
}
