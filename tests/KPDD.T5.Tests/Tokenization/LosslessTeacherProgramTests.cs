using System.Text.Json;

namespace KPDD.T5.Tests.Tokenization;

/// <summary>Every program that a teacher wrote comes back letter for letter.</summary>
public class LosslessTeacherProgramTests
{
    [Theory]
    [InlineData("data/mawps_filtered/teacher_programs", "svamp_python_*.json", 5655)]
    [InlineData("data/teacher_programs", "gsm8k_wolfram_*.json", 7433)]
    public void DecodeLossless_EveryTeacherProgram_GivesTheProgram(string folder, string pattern, int expectedCount)
    {
        string[] files = Directory.GetFiles(TokenizerFixtures.SharedOrSkip(folder), pattern);
        int count = 0;
        foreach (string file in files)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement item in json.RootElement.EnumerateArray())
            {
                string program = item.GetProperty("answer_cot").GetString()!;
                Assert.Equal(program, TokenizerFixtures.T5.DecodeLossless(TokenizerFixtures.T5.EncodeLossless(program)));
                count++;
            }
        }

        Assert.Equal(expectedCount, count);
    }
}
