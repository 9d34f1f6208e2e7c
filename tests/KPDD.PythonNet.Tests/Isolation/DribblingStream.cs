namespace KPDD.PythonNet.Tests.Isolation;

/// <summary>Gives its bytes in portions of random size, as a pipe does.</summary>
internal sealed class DribblingStream(byte[] content, int seed) : MemoryStream(content)
{
    private readonly Random random = new(seed);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 64)));
}
