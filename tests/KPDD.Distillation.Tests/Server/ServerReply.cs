using System.Net;
using System.Text;
using System.Text.Json;

namespace KPDD.Distillation.Tests.Server;

/// <summary>Writes one answer of the server, or what stands in its place.</summary>
internal sealed class ServerReply(HttpListenerResponse response, bool isOllama)
{
    private const string Json = "application/json";

    public async Task WriteAsync(ServerFault fault, string answer)
    {
        string whole = Body(answer);
        switch (fault)
        {
            case ServerFault.TooManyRequests:
                response.AddHeader("Retry-After", "3");
                await SendAsync(429, Json, """{"error":{"message":"slow down"}}""");
                break;
            case ServerFault.ServerError:
                await SendAsync(500, Json, """{"error":{"message":"oops"}}""");
                break;
            case ServerFault.Reset:
                response.ContentType = Json;
                response.ContentLength64 = whole.Length + 1000;
                await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(whole[..(whole.Length / 2)]));
                response.Abort();
                break;
            case ServerFault.TruncatedJson:
                await SendAsync(200, Json, whole[..(whole.Length / 2)]);
                break;
            case ServerFault.WrongContentType:
                await SendAsync(200, "text/html", "<html>The proxy says hello.</html>");
                break;
            case ServerFault.EmptyChoices:
                await SendAsync(200, Json, isOllama ? """{"done":true}""" : """{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[]}""");
                break;
            case ServerFault.EmptyText:
                await SendAsync(200, Json, Body(" "));
                break;
            case ServerFault.FiveMegabytes:
                await SendAsync(200, Json, Body(new string('x', 5 << 20)));
                break;
            case ServerFault.Refusal:
                await SendAsync(200, Json, Body(null, refusal: "I cannot help with that."));
                break;
            case ServerFault.ContentFilter:
                await SendAsync(200, Json, Body("The answ", finish: "content_filter"));
                break;
            case ServerFault.ContentFilterError:
                await SendAsync(400, Json, """{"error":{"code":"content_filter","message":"filtered"}}""");
                break;
            default:
                await SendAsync(200, Json, whole);
                break;
        }
    }

    private string Body(string? text, string finish = "stop", string? refusal = null) => isOllama
        ? JsonSerializer.Serialize(new
        {
            model = "m", created_at = "2026-01-01T00:00:00Z", message = new { role = "assistant", content = text }, done = true, done_reason = finish, prompt_eval_count = 1000, eval_count = 100,
        }) + "\n"
        : JsonSerializer.Serialize(new
        {
            id = "1",
            @object = "chat.completion",
            created = 1,
            model = "m",
            choices = new[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content = text, refusal } } },
            usage = new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 },
        });

    private async Task SendAsync(int status, string type, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength64 = bytes.Length;
        await response.OutputStream.WriteAsync(bytes);
        response.Close();
    }
}
