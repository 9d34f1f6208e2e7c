using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>One worker: an interpreter that forks a locked-down process for each program. Runs one program at a time.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Backstop = TimeSpan.FromSeconds(0.5);
    // Loading a heavy module on a busy machine takes its time; an interpreter that hangs must not hold its caller for ever.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly WorkerFrames frames;
    private readonly BlockingCalls conversation;
    private readonly bool hasLibraries;
    private bool retired;

    private WorkerProcess(string interpreter, Process process, bool hasLibraries)
    {
        Interpreter = interpreter;
        this.process = process;
        this.hasLibraries = hasLibraries;
        frames = new WorkerFrames(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        conversation = new BlockingCalls($"Python worker {process.Id}");
    }

    /// <summary>The executable.</summary>
    public string Interpreter { get; }

    /// <summary>What the worker said of itself.</summary>
    public WorkerGreeting Greeting { get; private set; } = null!;

    /// <summary>True while the worker lives and can take another program.</summary>
    public bool IsUsable => !retired && !process.HasExited;

    /// <summary>Starts an interpreter as a worker and waits until it is ready.</summary>
    /// <exception cref="KpddException">It does not start or does not become a worker; the message says why.</exception>
    public static async Task<WorkerProcess> StartAsync(
        string interpreter, PythonExecutorOptions options, bool hasLibraries, CancellationToken cancellationToken)
    {
        var process = WorkerLaunch.Start(interpreter);
        var errors = ReadErrorsAsync(process.StandardError.BaseStream);
        var worker = new WorkerProcess(interpreter, process, hasLibraries);
        try
        {
            var greeting = worker.GreetAsync(WorkerScript.Bundle(options, hasLibraries));
            worker.Greeting = await greeting.WaitAsync(StartPatience, cancellationToken).ConfigureAwait(false);
            return worker;
        }
        catch (Exception exception)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            if (exception is OperationCanceledException)
            {
                throw;
            }

            var reason = LastLine(await errors.ConfigureAwait(false)) ?? exception.Message;
            throw new KpddException($"{interpreter} did not start as a worker: {reason}", exception);
        }
    }

    /// <summary>
    /// Runs one program within the time that is left to it. Where it asked for a library that this worker lacks, it must begin anew in another: the result then tells what it cost only.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program is dead.</exception>
    public async Task<(ProgramResult Result, bool LacksLibraries)> RunAsync(
        string program, PythonExecutorOptions options, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var clock = Stopwatch.StartNew();
        var answering = AskAsync(nonce, program, options, timeLeft);
        var lacksLibraries = false;
        ProgramResult result;
        try
        {
            var answer = await answering.WaitAsync(timeLeft + Backstop, cancellationToken).ConfigureAwait(false);
            lacksLibraries = !hasLibraries && ProgramReport.AsksForLibraries(answer);
            result = ProgramReport.Read(answer, options.TimeLimit);
            retired |= !Greeting.Forks;
        }
        catch (OperationCanceledException)
        {
            await StopProgramAsync(nonce, answering).ConfigureAwait(false);
            throw;
        }
        catch (TimeoutException)
        {
            Retire(answering);
            result = ProgramReport.TimedOut(options.TimeLimit);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or ObjectDisposedException)
        {
            Retire(answering);
            result = ProgramReport.Crashed("The worker ended while it ran the program: " + exception.Message);
        }

        return (result with { Duration = clock.Elapsed, PythonVersion = Greeting.Version, Isolation = Greeting.Level }, lacksLibraries);
    }

    /// <summary>Ends the worker and whatever it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It never was a process.
        }

        conversation.Dispose();
        process.Dispose();
    }

    private static async Task<string> ReadErrorsAsync(Stream errors)
    {
        const int Kept = 8 * 1024;
        var text = new StringBuilder();
        var block = new byte[1024];
        try
        {
            while (await errors.ReadAsync(block).ConfigureAwait(false) is > 0 and var count)
            {
                text.Append(Encoding.UTF8.GetString(block, 0, count));
                text.Remove(0, Math.Max(0, text.Length - Kept));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The worker is gone; what it said so far is what there is.
        }

        return text.ToString();
    }

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();

    private Task<WorkerGreeting> GreetAsync(byte[] bundle) => conversation.RunAsync(() =>
    {
        process.StandardInput.BaseStream.Write(bundle);
        process.StandardInput.BaseStream.Flush();
        return WorkerGreeting.Parse(frames.Read(WorkerGreeting.Nonce, 0).Status);
    });

    private Task<WorkerAnswer> AskAsync(string nonce, string program, PythonExecutorOptions options, TimeSpan timeLeft) => conversation.RunAsync(() =>
    {
        frames.Write("run", nonce, Encoding.UTF8.GetBytes(program), (int)timeLeft.TotalMilliseconds);
        return frames.Read(nonce, WorkerScript.LargestReport(options));
    });

    private async Task StopProgramAsync(string nonce, Task<WorkerAnswer> answering)
    {
        try
        {
            if (!Greeting.Forks)
            {
                Retire(answering);
                return;
            }

            var stopping = Task.Run(() => frames.Write("stop", nonce, []));
            await Task.WhenAll(stopping, answering).WaitAsync(Backstop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or InvalidDataException or ObjectDisposedException)
        {
            Retire(answering);
        }
    }

    private void Retire(Task<WorkerAnswer> answering)
    {
        Kill();
        _ = answering.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Kill()
    {
        retired = true;
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            // It ended by itself in the meantime.
        }
    }
}
