using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Named float buffers that grow as needed and go back to the pool together. Not thread-safe; their content is undefined.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly Dictionary<string, float[]> buffers = new(StringComparer.Ordinal);

    /// <summary>The buffer of that name with at least <paramref name="length"/> elements; what it held before is lost when it grows.</summary>
    public float[] Get(string name, int length)
    {
        if (buffers.TryGetValue(name, out float[]? buffer))
        {
            if (buffer.Length >= length)
            {
                return buffer;
            }

            ArrayPool<float>.Shared.Return(buffer);
        }

        return buffers[name] = ArrayPool<float>.Shared.Rent(length);
    }

    public void Dispose()
    {
        foreach (float[] buffer in buffers.Values)
        {
            ArrayPool<float>.Shared.Return(buffer);
        }

        buffers.Clear();
    }
}
