using System.Text.Json;

namespace KPDD.Distillation.Tests.Batches;

/// <summary>What a provider makes of a batch file.</summary>
internal static class BatchResults
{
    /// <summary>The result line of a request that was answered.</summary>
    /// <param name="request">The line of the batch file.</param>
    /// <param name="answer">The answer to a problem on a path.</param>
    public static string Answer(JsonElement request, Func<string, long, string> answer)
    {
        JsonElement body = request.GetProperty("body");
        string problem = body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!["Problem: ".Length..];
        string content = answer(problem, body.GetProperty("seed").GetInt64());
        return JsonSerializer.Serialize(new
        {
            custom_id = request.GetProperty("custom_id").GetString(),
            response = new { status_code = 200, body = new { choices = new[] { new { message = new { role = "assistant", content }, finish_reason = "stop" } }, usage = new { prompt_tokens = 1000, completion_tokens = 100 } } },
            error = (object?)null,
        });
    }

    /// <summary>The result line of a request that failed.</summary>
    public static string Error(JsonElement request) =>
        JsonSerializer.Serialize(new { custom_id = request.GetProperty("custom_id").GetString(), response = (object?)null, error = new { code = "server_error" } });

    /// <summary>The requests of a batch file.</summary>
    public static JsonElement[] Requests(string file) => [.. File.ReadAllLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}
