using System.Text.Json;

namespace KPDD;

/// <summary>One JSON object of a data file, with access that names file and record when something is missing.</summary>
internal readonly struct JsonRecord
{
    private readonly DataFile file;
    private readonly JsonElement element;

    /// <summary>Wraps an object.</summary>
    /// <exception cref="KpddException">It is not an object.</exception>
    public JsonRecord(DataFile file, string where, JsonElement element)
    {
        this.file = file;
        this.element = element;
        Where = where;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Error($"expected a JSON object, found {Describe(element)}.");
        }
    }

    /// <summary>Place of the record, for example <c>record 3</c>.</summary>
    public string Where { get; }

    /// <summary>A complaint about this record.</summary>
    public KpddException Error(string problem) => file.Error(Where, problem);

    /// <summary>A text that must be there and must not be blank.</summary>
    public string RequireText(string name)
    {
        string text = RequireTextOrBlank(name);
        return string.IsNullOrWhiteSpace(text) ? throw Error($"'{name}' is empty; a text was expected.") : text;
    }

    /// <summary>A text that must be there; it may be blank.</summary>
    public string RequireTextOrBlank(string name) => RequireText(Require(name), name);

    /// <summary>A text, or null when it is missing, null or blank.</summary>
    public string? OptionalText(string name) => Optional(name) is { } value ? Filled(RequireText(value, name)) : null;

    /// <summary>An id written as a text or as a number, or null when it is missing, null or blank.</summary>
    public string? OptionalId(string name) =>
        Optional(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : OptionalText(name);

    /// <summary>A number written as a JSON number or as a string, in canonical form.</summary>
    public string RequireNumber(string name) => Number(Require(name), name);

    /// <summary>A number as in <see cref="RequireNumber"/>, or null when it is missing or null.</summary>
    public string? OptionalNumber(string name) => Optional(name) is { } value ? Number(value, name) : null;

    /// <summary>The only number of an array, in canonical form.</summary>
    public string RequireSingleNumber(string name)
    {
        JsonElement value = Require(name);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1
            ? Number(value[0], name)
            : throw Error($"'{name}' must be an array of one number, found {Describe(value)}.");
    }

    private string Number(JsonElement value, string name)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => Text(value, name),
            _ => null,
        };
        return AnswerNumber.TryParse(text, out AnswerNumber number)
            ? number.ToString()
            : throw Error($"'{name}' must be a number, found {Describe(value)}.");
    }

    private JsonElement Require(string name) => Optional(name) ?? throw Error($"the field '{name}' is missing.");

    private JsonElement? Optional(string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string RequireText(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? Text(value, name) : throw Error($"'{name}' must be a text, found {Describe(value)}.");

    private static string? Filled(string text) => text.Trim() is { Length: > 0 } filled ? filled : null;

    private string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error($"'{name}' holds half of a surrogate pair; expected well-formed text.");
        }
    }

    private static string Describe(JsonElement value)
    {
        string raw = value.GetRawText();
        return raw.Length <= 60 ? raw : raw[..60] + "...";
    }
}
