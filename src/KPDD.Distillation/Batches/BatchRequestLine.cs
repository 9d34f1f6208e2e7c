using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>One request of a batch file, in the chat-completions form.</summary>
internal static class BatchRequestLine
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(BatchId id, IEnumerable<ChatMessage> messages, ChatOptions settings)
    {
        var body = new JsonObject
        {
            ["model"] = settings.ModelId,
            ["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]),
            ["temperature"] = settings.Temperature,
            ["seed"] = settings.Seed,
            ["max_completion_tokens"] = settings.MaxOutputTokens,
        };
        if (settings.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = format.SchemaName, ["strict"] = true, ["schema"] = JsonSerializer.SerializeToNode(schema) },
            };
        }

        return new JsonObject { ["custom_id"] = id.ToString(), ["method"] = "POST", ["url"] = "/v1/chat/completions", ["body"] = body }.ToJsonString(Json);
    }
}
