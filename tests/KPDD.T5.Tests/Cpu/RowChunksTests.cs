using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class RowChunksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(128, 2)]
    [InlineData(1024, 2)]
    [InlineData(1000, 16)]
    [InlineData(5, 64)]
    public void Locate_EveryChunk_CoversTheRowsInOrderWithTheLargestFirst(int rows, int threads)
    {
        var chunks = new RowChunks(rows, leastRows: 16, threads);

        int next = 0, last = chunks.MostRows;
        for (int chunk = 0; chunk < chunks.Count; chunk++)
        {
            (int first, int count) = chunks.Locate(chunk);
            Assert.Equal(next, first);
            Assert.InRange(count, 1, last);
            next += count;
            last = count;
        }

        Assert.Equal(rows, next);
    }

    [Theory]
    [InlineData(16, 2)]
    [InlineData(64, 8)]
    [InlineData(128, 16)]
    public void Count_FewRows_EveryThreadHasAChunk(int rows, int threads)
    {
        Assert.Equal(threads, new RowChunks(rows, leastRows: 16, threads).Count);
    }

    [Fact]
    public void Locate_ManyRows_LastChunksAreSmall()
    {
        var chunks = new RowChunks(1024, leastRows: 16, threads: 2);

        Assert.Equal(RowChunks.MaxRows, chunks.MostRows);
        Assert.Equal(16, chunks.Locate(chunks.Count - 1).Count);
    }
}
