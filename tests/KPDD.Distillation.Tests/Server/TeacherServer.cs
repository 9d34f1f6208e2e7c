using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace KPDD.Distillation.Tests.Server;

/// <summary>A chat server on loopback that speaks chat completions and Ollama's protocol, answers by rule, and fails as it is told.</summary>
internal sealed class TeacherServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<string, long, string> answer;
    private readonly ConcurrentDictionary<string, int> attempts = new();
    private readonly ConcurrentBag<HttpListenerContext> held = [];
    private int requests;

    /// <param name="answer">The answer to a problem on a path; the same every time.</param>
    public TeacherServer(Func<string, long, string> answer)
    {
        this.answer = answer;
        (listener, Address) = Listen();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public Uri ChatCompletions => new(Address, "v1");

    /// <summary>The fault for a request, given the problem with its path and the attempt, from 0.</summary>
    public Func<string, int, ServerFault> Fault { get; set; } = (_, _) => ServerFault.None;

    /// <summary>Called when a request is left without answer for ever.</summary>
    public Action OnSlow { get; set; } = () => { };

    /// <summary>Called with the number of requests so far, before each is answered.</summary>
    public Action<int> OnRequest { get; set; } = _ => { };

    /// <summary>The faults that happened.</summary>
    public ConcurrentDictionary<ServerFault, int> Happened { get; } = new();

    /// <summary>How often each path of each problem was asked for.</summary>
    public IReadOnlyDictionary<string, int> Attempts => attempts;

    public void Dispose()
    {
        listener.Abort();
        foreach (HttpListenerContext context in held)
        {
            context.Response.Abort();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                _ = Task.Run(() => HandleAsync(context));
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or HttpListenerException)
        {
            // The test is over.
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            OnRequest(Interlocked.Increment(ref requests));
            bool isOllama = context.Request.Url!.AbsolutePath == "/api/chat";
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.InputStream);
            JsonElement root = body.RootElement;
            string question = root.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString()["Problem: ".Length..];
            long seed = (isOllama ? root.GetProperty("options") : root).GetProperty("seed").GetInt64();
            string key = $"{question} #{seed}";
            int attempt = attempts.AddOrUpdate(key, 1, (_, count) => count + 1) - 1;
            ServerFault fault = Fault(key, attempt);
            Happened.AddOrUpdate(fault, 1, (_, count) => count + 1);
            if (fault == ServerFault.Slow)
            {
                held.Add(context);
                OnSlow();
                return;
            }

            await new ServerReply(context.Response, isOllama).WriteAsync(fault, answer(question, seed));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away: time limits and kills are part of the tests.
        }
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            var listener = new HttpListener();
            var address = new Uri($"http://127.0.0.1:{FreePort()}/");
            listener.Prefixes.Add(address.ToString());
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Between asking for a free port and listening, someone else's connection took it.
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
