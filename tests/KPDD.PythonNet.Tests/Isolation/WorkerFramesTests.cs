using System.Text;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class WorkerFramesTests
{
    [Fact]
    public async Task ReadAsync_TwoFrames_GivesBothInOrder()
    {
        var frames = Over("n1 2 3\n{}abcn2 2 0\n[]");

        var first = await frames.ReadAsync("n1", 10);
        var second = await frames.ReadAsync("n2", 10);

        Assert.Equal("{}abc[]", Encoding.ASCII.GetString([.. first.Status, .. first.Report, .. second.Status, .. second.Report]));
    }

    [Theory]
    [InlineData("other 2 0\n{}")]
    [InlineData("n1 2 11\n{}")]
    [InlineData("n1 -2 0\n{}")]
    [InlineData("n1 2\n{}")]
    [InlineData("n1 99999999999 0\n")]
    public async Task ReadAsync_ForeignOrOversizedFrame_IsInvalid(string bytes) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Over(bytes).ReadAsync("n1", 10));

    [Theory]
    [InlineData("")]
    [InlineData("n1 2 3\n{}ab")]
    public async Task ReadAsync_TruncatedFrame_IsTheEnd(string bytes) =>
        await Assert.ThrowsAsync<EndOfStreamException>(() => Over(bytes).ReadAsync("n1", 10));

    [Fact]
    public async Task ReadAsync_EndlessHeader_IsInvalid() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Over(new string('x', 100_000)).ReadAsync("n1", 10));

    private static WorkerFrames Over(string bytes) => new(Stream.Null, new MemoryStream(Encoding.ASCII.GetBytes(bytes)));
}
