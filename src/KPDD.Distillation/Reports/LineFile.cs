using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.Distillation;

/// <summary>Writes JSON lines into a stream that belongs to someone else.</summary>
internal sealed class LineFile(Stream stream) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };

    /// <summary>Lines so far.</summary>
    public int Count { get; private set; }

    public Task WriteAsync<T>(T value) => WriteLineAsync(JsonSerializer.Serialize(value, Json));

    public Task WriteLineAsync(string line)
    {
        Count++;
        return writer.WriteLineAsync(line);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
