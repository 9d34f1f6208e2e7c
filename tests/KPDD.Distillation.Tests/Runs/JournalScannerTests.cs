namespace KPDD.Distillation.Tests.Runs;

public class JournalScannerTests
{
    [Fact]
    public void Scan_RecordsLongerThanTheBuffer_AreWhole()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("journal.jsonl");
        JournalLine[] lines = [.. new[] { 10, 200_000, 0, 70_000 }.Select((length, i) => Line(i, new string('é', length)))];
        using (var writer = new JournalWriter(path, 0))
        {
            Array.ForEach(lines, writer.Append);
        }

        Assert.Equal(lines.Select(line => line.Replies[0].Text), JournalScanner.Paths(path).Select(record => record.Line.Replies[0].Text));
    }

    [Fact]
    public void Append_AfterATornRecord_CutsIt()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("journal.jsonl", "{\"numb");
        using (var writer = new JournalWriter(path, CompletedPaths.Read(path).JournalLength))
        {
            writer.Append(Line(0, "text"));
        }

        Assert.Equal("text", Assert.Single(JournalScanner.Paths(path)).Line.Replies[0].Text);
    }

    [Fact]
    public void Scan_TextWithLineEndsAndQuotes_ComesBackUnchanged()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("journal.jsonl");
        const string Text = "a\nb\r\n\u2028\"c\\ <<1+1=2>> ’½\0";
        using (var writer = new JournalWriter(path, 0))
        {
            writer.Append(Line(0, Text));
        }

        JournalLine read = Assert.Single(JournalScanner.Paths(path)).Line;
        Assert.Equal((Text, TeacherStage.Rationale, true, new TokenUsage(3, 4)), (read.Replies[0].Text, read.Replies[0].Stage, read.Replies[0].Truncated, read.Replies[0].Usage));
        Assert.Single(File.ReadAllLines(path));
    }

    [Fact]
    public void Index_PathThereTwice_Throws()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("journal.jsonl");
        using (var writer = new JournalWriter(path, 0))
        {
            writer.Append(Line(4, "x"));
            writer.Append(Line(4, "x"));
        }

        Assert.Contains("twice", Assert.Throws<KpddException>(() => JournalScanner.Index(path)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<KpddException>(() => CompletedPaths.Read(path)).Message, StringComparison.Ordinal);
    }

    private static JournalLine Line(int number, string text) => new(number, $"p{number}", "Q?", 0)
    {
        Replies = [new TeacherReply(TeacherStage.Rationale, text) { Truncated = true, Usage = new TokenUsage(3, 4) }],
    };
}
