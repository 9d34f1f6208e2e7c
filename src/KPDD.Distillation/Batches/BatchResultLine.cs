using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>One line of a provider's result file.</summary>
/// <param name="CustomId">The request's name; null when the line has none.</param>
/// <param name="Reply">The answer; null when the request failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Usage">The tokens it was charged for; an answer without text costs as well.</param>
internal sealed record BatchResultLine(string? CustomId, TeacherReply? Reply, string? Failure, TokenUsage Usage)
{
    /// <exception cref="JsonException">This is no JSON object.</exception>
    public static BatchResultLine Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("the line is no object");
        }

        string? id = Text(root, "custom_id");
        JsonElement? body = Field(Field(root, "response"), "body");
        if (Field(root, "error") is { } error)
        {
            return new BatchResultLine(id, null, Said(error), Tokens(body));
        }

        return Choice(body) is { } choice
            ? FromChoice(id, Tokens(body), choice)
            : new BatchResultLine(id, null, Said(Field(body, "error") ?? body) ?? "There is no answer.", Tokens(body));
    }

    private static BatchResultLine FromChoice(string? id, TokenUsage usage, JsonElement choice)
    {
        JsonElement? message = Field(choice, "message");
        string finish = Text(choice, "finish_reason") ?? string.Empty;
        string? refusal = Text(message, "refusal");
        string text = refusal ?? Text(message, "content") ?? string.Empty;
        bool refused = refusal is not null || finish == "content_filter";
        if (!refused && string.IsNullOrWhiteSpace(text))
        {
            return new BatchResultLine(id, null, "The answer is empty.", usage);
        }

        return new BatchResultLine(id, new TeacherReply(TeacherStage.Combined, text)
        {
            Refused = refused,
            Truncated = finish == "length",
            Usage = usage,
        }, null, usage);
    }

    /// <summary>What an error says to a person: its message, or the whole of it.</summary>
    private static string? Said(JsonElement? error) => Text(error, "message") ?? error?.ToString();

    private static JsonElement? Choice(JsonElement? body) =>
        Field(body, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : null;

    private static JsonElement? Field(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement? parent, string name) => Field(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static TokenUsage Tokens(JsonElement? body) =>
        Field(body, "usage") is { } usage ? new TokenUsage(Count(usage, "prompt_tokens"), Count(usage, "completion_tokens")) : default;

    private static long Count(JsonElement? usage, string name) => Field(usage, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long count) ? count : 0;
}
