using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace KPDD.T5;

/// <summary>Reads and writes one safetensors file: header length (8 bytes, little-endian), JSON header, data.</summary>
internal static class SafetensorsFile
{
    private const string Remedy = "Copy the file again from its source.";

    /// <summary>Reads every tensor, or those of <paramref name="wanted"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Whether the tensors' data are read into managed memory or mapped.</param>
    /// <param name="wanted">Names of the tensors to give; null for all.</param>
    /// <exception cref="KpddException">The file cannot be read or is malformed.</exception>
    public static List<WeightTensor> Read(string path, WeightSource source, IReadOnlySet<string>? wanted = null)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            long headerLength = ReadHeaderLength(file, length);
            byte[] header = ReadBytes(file, 8, headerLength);
            long dataStart = 8 + headerLength;
            using MemoryMappedFile? mapped = source == WeightSource.Mapped ? Map(file) : null;
            var tensors = new List<WeightTensor>();
            foreach (SafetensorsEntry entry in SafetensorsHeader.Parse(header, length - dataStart))
            {
                if (wanted is null || wanted.Contains(entry.Name))
                {
                    (long start, long count) = (dataStart + entry.Begin, entry.End - entry.Begin);
                    ReadOnlyMemory<byte> data = mapped is null || count == 0
                        ? ReadBytes(file, start, count)
                        : new MappedMemory(mapped, start, (int)count).Memory;
                    tensors.Add(new WeightTensor(entry.Name, entry.Type, entry.Shape, data));
                }
            }

            return tensors;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"Cannot read the weights '{path}': {e.Message} {Remedy}", e);
        }
    }

    /// <summary>Writes the tensors; the same tensors give the same bytes whatever their order.</summary>
    public static void Write(string path, IEnumerable<WeightTensor> tensors)
    {
        // Wide formats first keeps every tensor aligned to its element size, which readers that map the file rely on.
        WeightTensor[] ordered = [.. tensors
            .OrderByDescending(tensor => tensor.Type.ElementSize())
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = BuildHeader(ordered);
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (WeightTensor tensor in ordered)
            {
                stream.Write(tensor.Data.Span);
                GC.KeepAlive(tensor);
            }
        });
    }

    private static long ReadHeaderLength(SafeFileHandle file, long fileLength)
    {
        if (fileLength < 8)
        {
            throw new FormatException($"it has {fileLength} bytes, too few for a safetensors file.");
        }

        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(file, 0, 8));
        if (headerLength is < 2 or > SafetensorsHeader.MaxLength)
        {
            throw new FormatException($"its header claims {headerLength} bytes, so this is no safetensors file.");
        }

        return (long)headerLength <= fileLength - 8
            ? (long)headerLength
            : throw new FormatException($"its header claims {headerLength} bytes of {fileLength}: the file is truncated.");
    }

    private static MemoryMappedFile Map(SafeFileHandle file) => MemoryMappedFile.CreateFromFile(
        file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);

    private static byte[] ReadBytes(SafeFileHandle file, long offset, long count)
    {
        byte[] bytes = new byte[count];
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
            done += read > 0 ? read : throw new EndOfStreamException("it ended while it was read.");
        }

        return bytes;
    }

    private static byte[] BuildHeader(WeightTensor[] tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (WeightTensor tensor in tensors)
            {
                WriteEntry(json, tensor, offset);
                offset += tensor.Data.Length;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, WeightTensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.FileName());
        json.WriteStartArray("shape");
        foreach (int length in tensor.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
