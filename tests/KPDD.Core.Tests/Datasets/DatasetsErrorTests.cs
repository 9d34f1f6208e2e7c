namespace KPDD.Core.Tests;

/// <summary>Broken data: one exception that names the file, the record and what was expected.</summary>
public class DatasetsErrorTests
{
    private const string CsvHeader = "Question,Numbers,Equation,Answer\n";

    [Theory]
    [InlineData(DatasetFormat.Gsm8k, "{\"question\":\"a?\",\"answer\":\"#### 1\"}\n{\"question\":\"b?\"", "line 2", "JSON")]
    [InlineData(DatasetFormat.Gsm8k, "{\"question\":\"a?\",\"answer\":\"24\"}", "line 1", "####")]
    [InlineData(DatasetFormat.Gsm8k, "\n{\"question\":\"a?\",\"answer\":\"#### many\"}", "line 2", "many")]
    [InlineData(DatasetFormat.Gsm8k, "{\"question\":\"  \",\"answer\":\"#### 1\"}", "line 1", "question")]
    [InlineData(DatasetFormat.Gsm8k, "[1]", "line 1", "object")]
    [InlineData(DatasetFormat.Svamp, "[{\"Body\":\"a\",\n\"Question\":", "line 2", "JSON")]
    [InlineData(DatasetFormat.Svamp, "{\"Body\":\"a\"}", "", "array")]
    [InlineData(DatasetFormat.Svamp, "[{\"Question\":\"a?\",\"Answer\":1},{\"Body\":\"a\",\"Answer\":1}]", "record 2", "'Question' is missing")]
    [InlineData(DatasetFormat.Svamp, "[{\"Question\":\"a?\",\"Answer\":[1]}]", "record 1", "'Answer' must be a number")]
    [InlineData(DatasetFormat.Svamp, "[{\"ID\":\"x\",\"Question\":\"a?\",\"Answer\":1},{\"ID\":\"x\",\"Question\":\"b?\",\"Answer\":1}]", "record 2", "record 1")]
    [InlineData(DatasetFormat.Svamp, "[{\"Question\":\"\\ud800\",\"Answer\":1}]", "record 1", "surrogate")]
    [InlineData(DatasetFormat.Svamp, "[{\"Body\":[\"a 3\"],\"Question\":\"a?\",\"Answer\":1}]", "record 1", "'Body' must be a text")]
    [InlineData(DatasetFormat.Svamp, "[{\"ID\":{},\"Question\":\"a?\",\"Answer\":1}]", "record 1", "'ID' must be a text")]
    [InlineData(DatasetFormat.MultiArith, "[{\"sQuestion\":\"a?\",\"lSolutions\":[1,2]}]", "record 1", "one number")]
    [InlineData(DatasetFormat.AddSub, "[{\"sQuestion\":\"a?\",\"lSolutions\":[\"x\"]}]", "record 1", "number")]
    [InlineData(DatasetFormat.Asdiv, "<Set><Problem ID=\"n1\"><Question>a?</Question></Problem></Set>", "record 1 ('n1', line 1)", "<Answer>")]
    [InlineData(DatasetFormat.Asdiv, "<Set>\n<Problem></Set>", "line 2", "XML")]
    [InlineData(DatasetFormat.Asdiv, "<Set></Set>", "", "<Problem>")]
    [InlineData(DatasetFormat.Asdiv, "<!DOCTYPE a [<!ENTITY b \"c\">]><Set>&b;</Set>", "line 1", "XML")]
    [InlineData(DatasetFormat.Gsm8k, "", "", "no record")]
    [InlineData(DatasetFormat.Gsm8k, "\n \n", "", "no record")]
    [InlineData(DatasetFormat.Svamp, "[]", "", "no record")]
    [InlineData(DatasetFormat.SingleEq, "[ ]", "", "no record")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader, "", "no record")]
    [InlineData(DatasetFormat.MawpsCsv, "", "", "empty")]
    [InlineData(DatasetFormat.MawpsCsv, "Question,Numbers,Answer\na number0 ?,1,1\n", "line 1", "'Equation'")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "a number0 ?,1,number0\n", "record 1 (line 2)", "4 fields")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "\"a\nnumber0 ?\",1,number0,1\n\"b ?,1,number0,1\n", "line 4", "never closed")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "\"a\"b,1,number0,1\n", "line 2", "closing quote")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "a number0 ?,1,number0,one\n", "record 1", "'Answer'")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "a number0 ?,x,number0,1\n", "record 1", "'Numbers'")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "a number1 ?,1,number0,1\n", "record 1", "'number1'")]
    [InlineData(DatasetFormat.MawpsCsv, CsvHeader + "a number0 ?,1,+ number0 number1,1\n", "record 1", "'number1'")]
    public void Read_BrokenRecord_NamesFileRecordAndExpectation(DatasetFormat format, string content, string where, string what)
    {
        using var file = new TemporaryFile("broken.txt", content);

        KpddException error = Assert.Throws<KpddException>(() => Datasets.Read(file.FullName, format));

        Assert.Contains("broken.txt", error.Message, StringComparison.Ordinal);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MissingFile_NamesThePath()
    {
        string path = Path.Combine(Path.GetTempPath(), "kpdd-no-such-folder", "no-such-file.jsonl");

        KpddException error = Assert.Throws<KpddException>(() => Datasets.Read(path, DatasetFormat.Gsm8k));
        await Assert.ThrowsAsync<KpddException>(async () => await Datasets.ReadAsync(path, DatasetFormat.Gsm8k).CountAsync());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NoRecord_NamesTheFile()
    {
        using var file = new TemporaryFile("nothing.jsonl", string.Empty);

        KpddException error = await Assert.ThrowsAsync<KpddException>(async () => await Datasets.ReadAsync(file.FullName, DatasetFormat.Gsm8k).CountAsync());

        Assert.Contains("nothing.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_SaysSo()
    {
        using var file = new TemporaryFile("latin.jsonl", string.Empty);
        File.WriteAllBytes(file.FullName, [0x22, 0xE9, 0x22]);

        Assert.Contains("UTF-8", Assert.Throws<KpddException>(() => Datasets.Read(file.FullName, DatasetFormat.Gsm8k)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BlankPathOrUnknownFormat_IsMisuse()
    {
        Assert.Throws<ArgumentException>(() => Datasets.Read(" ", DatasetFormat.Gsm8k));
        Assert.Throws<ArgumentOutOfRangeException>(() => Datasets.Read("file", (DatasetFormat)99));
    }
}
