using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace KPDD.Benchmarks.Teacher;

/// <summary>A chat-completions server on loopback that answers every request after the same time; a process of its own, so that its work is not the client's.</summary>
internal sealed class LatentServer : IDisposable
{
    public const string Verb = "teacher-server";

    private const string Answer = """
        Core question: How many apples does Ann have?
        Information:
        1. Ann has 3 apples.
        2. She buys 4 more.
        Solution:
        3 + 4 = 7. The answer is 7.
        """;

    private static readonly byte[] Body = JsonSerializer.SerializeToUtf8Bytes(new
    {
        id = "1",
        @object = "chat.completion",
        created = 1,
        model = "m",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = Answer } } },
        usage = new { prompt_tokens = 1000, completion_tokens = 50, total_tokens = 1050 },
    });

    private readonly Process process;

    private LatentServer(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static LatentServer Start(int milliseconds)
    {
        ProcessStartInfo start = CommandLine.Self(Verb, $"{milliseconds}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start)!;
        return new LatentServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>The server's process: tells its address, and serves until its input ends.</summary>
    public static void Run(int milliseconds)
    {
        using var listener = new HttpListener();
        string address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        Console.WriteLine(address + "v1");
        var waiting = new ConcurrentQueue<(long Arrival, HttpListenerContext Request)>();
        _ = ReceiveAsync(listener, waiting);
        new Thread(() => AnswerInTime(waiting, TimeSpan.FromMilliseconds(milliseconds))) { IsBackground = true }.Start();
        Console.In.ReadToEnd();
    }

    private static async Task ReceiveAsync(HttpListener listener, ConcurrentQueue<(long Arrival, HttpListenerContext Request)> waiting)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            waiting.Enqueue((Stopwatch.GetTimestamp(), context));
        }
    }

    /// <summary>Answers each request when its time is there. A thread that looks every millisecond: timers come two milliseconds late here, which would be charged to the client.</summary>
    private static void AnswerInTime(ConcurrentQueue<(long Arrival, HttpListenerContext Request)> waiting, TimeSpan latency)
    {
        TimeSpan due = latency - TimeSpan.FromMilliseconds(0.5);
        while (true)
        {
            Thread.Sleep(1);
            while (waiting.TryPeek(out (long Arrival, HttpListenerContext Request) next) && Stopwatch.GetElapsedTime(next.Arrival) >= due)
            {
                waiting.TryDequeue(out _);
                _ = Task.Run(() => AnswerAsync(next.Request));
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        await context.Request.InputStream.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = Body.Length;
        await context.Response.OutputStream.WriteAsync(Body);
        context.Response.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
