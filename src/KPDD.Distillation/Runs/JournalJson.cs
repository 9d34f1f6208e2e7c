using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.Distillation;

/// <summary>The JSON of a journal's lines.</summary>
internal static class JournalJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="JsonException">The line is none of this kind.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> line)
        where T : class =>
        JsonSerializer.Deserialize<T>(line, Options) ?? throw new JsonException("the line is null");

    /// <summary>The line with its line end: nothing shorter is a line of a journal.</summary>
    public static byte[] ToBytes<T>(T line)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(line, Options);
        return [.. text, (byte)'\n'];
    }
}
