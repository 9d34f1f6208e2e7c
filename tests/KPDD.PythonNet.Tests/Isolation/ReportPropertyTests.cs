using System.Text;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

/// <summary>What holds for every report, whatever a program's process writes.</summary>
public class ReportPropertyTests
{
    private const int Rounds = 20_000;
    private const int LargestReport = 8 * 1024;

    [Fact]
    public void Read_AnyReport_IsAResultAndNeverThrows()
    {
        var reports = new RandomReports(seed: 4);
        var status = Encoding.UTF8.GetBytes("""{"end":"report","code":0,"cpu":0.1,"peak":1}""");
        for (var round = 0; round < Rounds; round++)
        {
            var report = reports.Next();

            var result = ProgramReport.Read(new WorkerAnswer(status, report), TimeSpan.FromSeconds(1));

            Assert.True(Enum.IsDefined(result.Outcome), Encoding.UTF8.GetString(report));
            Assert.NotNull(result.StandardOutput);
        }
    }

    [Fact]
    public void Read_AnyBytes_AreTheFrameOrARefusal()
    {
        var random = new Random(5);
        var reports = new RandomReports(seed: 6);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var report = reports.Next();
            var (bytes, isWhole) = Frame(random, report);
            var frames = new WorkerFrames(Stream.Null, new DribblingStream(bytes, random.Next()));
            try
            {
                var answer = frames.Read("n1", LargestReport);

                Assert.True(!isWhole || answer.Report.SequenceEqual(report));
                Assert.True(answer.Report.Length <= LargestReport);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                Assert.True(!isWhole || report.Length > LargestReport);
            }
        }
    }

    /// <summary>A frame that is whole, or was damaged in one of several ways.</summary>
    private static (byte[] Bytes, bool IsWhole) Frame(Random random, byte[] report)
    {
        byte[] With(string header) => [.. Encoding.UTF8.GetBytes(header), .. report];
        var whole = With($"n1 2 {report.Length}\n{{}}");
        return random.Next(7) switch
        {
            0 => (With($"n2 2 {report.Length}\n{{}}"), false),
            1 => (With($"n1 2 {random.NextInt64(long.MaxValue)}\n{{}}"), false),
            2 => (With($"n1 -2 {report.Length}\n{{}}"), false),
            3 => (whole[..random.Next(whole.Length)], false),
            4 => (report, false),
            5 => (With($"n1  2 {report.Length}\r\n{{}}"), false),
            _ => (whole, true),
        };
    }
}
