using System.Text;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class ProgramReportTests
{
    private const string Whole = """{"outcome":"Value","type":"int","repr":"5","stdout":"a\n","line":3}""";

    [Fact]
    public void ReadReport_WholeReport_GivesItsFields()
    {
        var result = ProgramReport.ReadReport(Encoding.UTF8.GetBytes(Whole));

        Assert.Equal((ProgramOutcome.Value, "5", "int", "a\n", 3), (result.Outcome, result.Value, result.ValueType, result.StandardOutput, result.LineNumber!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"outcome":5}""")]
    [InlineData("""{"outcome":"Nonsense"}""")]
    [InlineData("""{"outcome":"7000"}""")]
    [InlineData("""{"outcome":"Value","repr":5}""")]
    [InlineData("""{"outcome":"Value","repr":"\ud800"}""")]
    [InlineData("""{"outcome":"Value","repr":[[[[[[[[[[1]]]]]]]]]]}""")]
    [InlineData("""{"outcome":"Value","line":1e99}""")]
    [InlineData("""{"outcome":"Value","items":"x"}""")]
    public void ReadReport_ForgedReport_IsACrash(string report) =>
        Assert.Equal(ProgramOutcome.Crashed, ProgramReport.ReadReport(Encoding.UTF8.GetBytes(report)).Outcome);

    [Fact]
    public void ReadReport_DamagedBytes_NeverThrows()
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes(Whole);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.True(Enum.IsDefined(ProgramReport.ReadReport(bytes).Outcome));
        }
    }
}
