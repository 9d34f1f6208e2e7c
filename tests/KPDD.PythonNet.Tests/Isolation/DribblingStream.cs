namespace KPDD.PythonNet.Tests.Isolation;

/// <summary>Gives its bytes in portions of random size, as a pipe does.</summary>
internal sealed class DribblingStream(byte[] content, int seed) : MemoryStream(content)
{
    private readonly Random random = new(seed);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 64))], cancellationToken);
}
