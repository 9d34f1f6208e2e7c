using KPDD.T5;

namespace KPDD;

/// <summary>Loads each model folder once, when it is first needed.</summary>
/// <remarks>Thread-safe. A load that fails or is cancelled is tried again by the next caller.</remarks>
internal sealed class StudentLoader : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, T5TextGenerator> loaded = new(StringComparer.Ordinal);

    /// <summary>The student of a folder.</summary>
    public async Task<T5TextGenerator> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        string key = Path.GetFullPath(folder);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!loaded.TryGetValue(key, out T5TextGenerator? student))
            {
                student = await T5TextGenerator.LoadAsync(key, cancellationToken: cancellationToken).ConfigureAwait(false);
                loaded.Add(key, student);
            }

            return student;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (T5TextGenerator student in loaded.Values)
        {
            student.Dispose();
        }

        loaded.Clear();
        gate.Dispose();
    }
}
