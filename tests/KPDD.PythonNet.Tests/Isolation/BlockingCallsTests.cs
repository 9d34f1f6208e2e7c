using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class BlockingCallsTests
{
    [Fact]
    public async Task RunAsync_SeveralCalls_AreMadeInOrderOnOneThread()
    {
        using var calls = new BlockingCalls("test");
        List<int> made = [];

        var threads = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => calls.RunAsync(() =>
        {
            made.Add(number);
            return Environment.CurrentManagedThreadId;
        })));

        Assert.Single(threads.Distinct());
        Assert.Equal(Enumerable.Range(0, 100), made);
    }

    [Fact]
    public async Task RunAsync_CallThrows_ThrowsItAndMakesTheNext()
    {
        using var calls = new BlockingCalls("test");

        await Assert.ThrowsAsync<InvalidDataException>(() => calls.RunAsync<int>(() => throw new InvalidDataException()));

        Assert.Equal(1, await calls.RunAsync(() => 1));
    }

    [Fact]
    public async Task Dispose_CallsAreWaiting_MakesThemAndTakesNoMore()
    {
        var calls = new BlockingCalls("test");
        using var gate = new ManualResetEventSlim();
        var first = calls.RunAsync(() => gate.Wait(Timeout.Infinite, CancellationToken.None) ? 1 : 0);
        var second = calls.RunAsync(() => 2);

        calls.Dispose();
        gate.Set();

        Assert.Equal(3, await first + await second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => calls.RunAsync(() => 3));
    }
}
