using System.Collections.Concurrent;

namespace KPDD.PythonNet.Isolation;

/// <summary>A thread of its own for calls that block, one after the other, so that none of the pool's threads waits for a program. Thread-safe.</summary>
internal sealed class BlockingCalls : IDisposable
{
    private readonly BlockingCollection<Action> calls = [];

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Its name, for a debugger.</param>
    public BlockingCalls(string name) => new Thread(Work) { IsBackground = true, Name = name }.Start();

    /// <summary>Makes the call on the thread.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="call">The call. What it throws is thrown by the task.</param>
    /// <returns>Its result.</returns>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Add(() =>
        {
            try
            {
                completion.SetResult(call());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        return completion.Task;
    }

    /// <summary>Lets the thread end after the calls that were given to it.</summary>
    public void Dispose() => calls.CompleteAdding();

    private void Work()
    {
        foreach (var call in calls.GetConsumingEnumerable())
        {
            call();
        }
    }
}
