using System.Text;

namespace KPDD.T5.Tests.Tokenization;

/// <summary>A vocabulary that <c>eng/train-vocabulary.sh</c> wrote.</summary>
public class StudentVocabularyTests
{
    private static T5Tokenizer Student => TokenizerFixtures.Student;

    public static TheoryData<string> Words =>
    [
        .. Enumerable.Range(0, 16).Select(i => $"number{i}"),
        .. Enumerable.Range(0, 10).Select(i => $"result{i}"),
        .. Enumerable.Range(1, 16).Select(i => $"v{i}"),
        .. Enumerable.Range(0, 16).Select(i => $"clause{i}"),
        .. "answer core info other = + - * / // % ( ) ; . , ? $ : 0 1 2 3 4 5 6 7 8 9".Split(' '),
    ];

    [Fact]
    public void Load_TrainedVocabulary_HasNoExtraIds()
    {
        Assert.Equal(0, Student.ExtraIds);
        Assert.Equal((0, 1, 2), (Student.PadId, Student.EosId, Student.UnknownId));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Encode_WordBetweenSpaces_IsOnePiece(string word)
    {
        int[] ids = Student.Encode($"v1 {word} v2");

        Assert.Equal(4, ids.Length);
        Assert.Equal($"v1 {word} v2", Student.Decode(ids));
    }

    [Fact]
    public void Encode_Program_CostsOnePieceAWord() =>
        Assert.Equal(6, Student.Encode("v1 = number0 + number1").Length);

    [Fact]
    public void Encode_GoldenTexts_GivesPiecesOfTheTrainersEncoder()
    {
        foreach (string line in File.ReadLines(TokenizerFixtures.PathOf("student", "cases.txt")))
        {
            string[] parts = line.Split('\t');
            int[] ids = Student.Encode(parts[0]);
            // What comes back is the text, so equal cuts are equal pieces.
            int[] cuts = [.. ids[..^1].Select(id => Student.Decode([id]).Length)];
            Assert.Equal(parts[1].Split(' ').Select(piece => piece.Replace("\u2581", "").Length), cuts);
            Assert.Equal(parts[0], Student.Decode(ids));
        }
    }

    [Fact]
    public void Decode_EncodedAsciiText_GivesTheText()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            string text = RandomText(random);
            Assert.Equal(text, Student.Decode(Student.Encode(text)));
        }
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        int words = random.Next(12);
        for (int i = 0; i < words; i++)
        {
            text.Append(i == 0 ? "" : " ");
            for (int k = random.Next(1, 8); k > 0; k--)
            {
                text.Append((char)random.Next('!', '\u007F'));
            }
        }

        return text.ToString();
    }
}
