using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace KPDD.Distillation.Tests.Server;

/// <summary>Real clients for the test's server.</summary>
internal static class ServerClients
{
    public static IChatClient ChatCompletions(TeacherServer server) => new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions
    {
        Endpoint = server.ChatCompletions,
        Transport = new HttpClientPipelineTransport(Http(server)),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    }).GetChatClient("m").AsIChatClient();

    public static IChatClient Ollama(TeacherServer server) => new OllamaApiClient(Http(server), "m");

    private static HttpClient Http(TeacherServer server) => new(new TeacherHttpHandler()) { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
}
