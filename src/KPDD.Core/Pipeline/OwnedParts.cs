namespace KPDD;

/// <summary>Parts that are disposed together, the last created first, once.</summary>
internal sealed class OwnedParts : IAsyncDisposable, IDisposable
{
    private readonly Stack<object> parts;

    /// <summary>Takes the parts over.</summary>
    /// <param name="parts">Each disposable, in the order of creation.</param>
    /// <exception cref="ArgumentException">A part cannot be disposed.</exception>
    public OwnedParts(IEnumerable<object> parts)
    {
        this.parts = new Stack<object>(parts);
        if (this.parts.Any(part => part is not (IDisposable or IAsyncDisposable)))
        {
            throw new ArgumentException("An owned part must be IDisposable or IAsyncDisposable.", nameof(parts));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (parts.TryPop(out object? part))
        {
            if (part is IDisposable disposable)
            {
                disposable.Dispose();
            }
            else
            {
                ((IAsyncDisposable)part).DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <inheritdoc/>
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
