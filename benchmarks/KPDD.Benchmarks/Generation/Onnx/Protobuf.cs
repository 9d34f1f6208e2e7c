using System.Text;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Writes protobuf fields: as much of the wire format as an ONNX file needs.</summary>
internal sealed class Protobuf
{
    private readonly MemoryStream buffer = new();

    public Protobuf Number(int field, long value)
    {
        Tag(field, wireType: 0);
        Variable((ulong)value);
        return this;
    }

    public Protobuf Single(int field, float value)
    {
        Tag(field, wireType: 5);
        buffer.Write(BitConverter.GetBytes(value));
        return this;
    }

    public Protobuf Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Protobuf Message(int field, Protobuf message) => Bytes(field, message.buffer.GetBuffer().AsSpan(0, (int)message.buffer.Length));

    public Protobuf Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, wireType: 2);
        Variable((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        buffer.WriteTo(file);
    }

    private void Tag(int field, int wireType) => Variable((ulong)((field << 3) | wireType));

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            buffer.WriteByte((byte)(value | 0x80));
        }

        buffer.WriteByte((byte)value);
    }
}
