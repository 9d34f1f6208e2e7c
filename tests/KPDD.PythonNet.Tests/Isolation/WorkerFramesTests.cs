using System.Text;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class WorkerFramesTests
{
    [Fact]
    public void Read_TwoFrames_GivesBothInOrder()
    {
        var frames = Over("n1 2 3\n{}abcn2 2 0\n[]");

        var first = frames.Read("n1", 10);
        var second = frames.Read("n2", 10);

        Assert.Equal("{}abc[]", Encoding.ASCII.GetString([.. first.Status, .. first.Report, .. second.Status, .. second.Report]));
    }

    [Theory]
    [InlineData("other 2 0\n{}")]
    [InlineData("n1 2 11\n{}")]
    [InlineData("n1 -2 0\n{}")]
    [InlineData("n1 2\n{}")]
    [InlineData("n1 99999999999 0\n")]
    public void Read_ForeignOrOversizedFrame_IsInvalid(string bytes) =>
        Assert.Throws<InvalidDataException>(() => Over(bytes).Read("n1", 10));

    [Theory]
    [InlineData("")]
    [InlineData("n1 2 3\n{}ab")]
    public void Read_TruncatedFrame_IsTheEnd(string bytes) =>
        Assert.Throws<EndOfStreamException>(() => Over(bytes).Read("n1", 10));

    [Fact]
    public void Read_EndlessHeader_IsInvalid() =>
        Assert.Throws<InvalidDataException>(() => Over(new string('x', 100_000)).Read("n1", 10));

    private static WorkerFrames Over(string bytes) => new(Stream.Null, new MemoryStream(Encoding.ASCII.GetBytes(bytes)));
}
