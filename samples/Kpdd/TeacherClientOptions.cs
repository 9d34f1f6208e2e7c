using System.ClientModel;
using System.ClientModel.Primitives;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Headers;
using KPDD.Distillation;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace KPDD.Samples;

/// <summary>The options that name a teacher, and the chat client they make.</summary>
internal sealed class TeacherClientOptions
{
    private readonly Option<Uri> endpoint = new("--endpoint")
    {
        Description = "The server's address, for example https://host/v1, or http://localhost:11434 for Ollama",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError("--endpoint must be an http or https address.");
            return null;
        },
    };

    private readonly Option<string> model = new("--model") { Description = "The model's name", HelpName = "NAME", Required = true };
    private readonly Option<string> protocol = new("--protocol") { Description = "What the server speaks", DefaultValueFactory = _ => "openai" };
    private readonly Option<string?> keyVariable = new("--api-key-env") { Description = "Environment variable that holds the API key", HelpName = "VAR" };

    public TeacherClientOptions() => protocol.AcceptOnlyFromAmong("openai", "ollama");

    public void AddTo(Command command)
    {
        command.Add(endpoint);
        command.Add(model);
        command.Add(protocol);
        command.Add(keyVariable);
    }

    public bool HaveEndpoint(CommandResult result) => result.GetResult(endpoint) is not null;

    public string Model(ParseResult parsed) => parsed.GetRequiredValue(model);

    /// <summary>The client; it neither retries nor times out by itself, since the run does both.</summary>
    public IChatClient Create(ParseResult parsed)
    {
        var http = new HttpClient(new TeacherHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        Uri address = parsed.GetRequiredValue(endpoint);
        if (parsed.GetRequiredValue(protocol) == "ollama")
        {
            http.BaseAddress = address;
            if (Key(parsed) is { } bearer)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer); // Ollama itself asks for none; what stands before it may.
            }

            return new OllamaApiClient(http, Model(parsed));
        }

        // The client insists on a key.
        return new OpenAIClient(new ApiKeyCredential(Key(parsed) ?? "none"), new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        }).GetChatClient(Model(parsed)).AsIChatClient();
    }

    /// <summary>The key; null where none was named: servers of one's own ask for none.</summary>
    private string? Key(ParseResult parsed)
    {
        if (parsed.GetValue(keyVariable) is not { } variable)
        {
            return null;
        }

        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key
            ? key
            : throw new KpddException($"The environment variable '{variable}' holds no API key. Set it, or name another one with --api-key-env.");
    }
}
