namespace KPDD;

/// <summary>Collects what a pipeline is made of, to dispose it in one go: the last added first, each once.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class OwnedParts : IAsyncDisposable
{
    private readonly Stack<object> parts = new();

    /// <summary>Takes a part over.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="part">An <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/>.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The part cannot be disposed.</exception>
    public T Add<T>(T part)
        where T : notnull
    {
        if (part is not (IDisposable or IAsyncDisposable))
        {
            throw new ArgumentException("An owned part must be IDisposable or IAsyncDisposable.", nameof(part));
        }

        parts.Push(part);
        return part;
    }

    /// <summary>Disposes the parts.</summary>
    /// <returns>A task that ends when the last is disposed.</returns>
    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out object? part))
        {
            if (part is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                ((IDisposable)part).Dispose();
            }
        }
    }
}
