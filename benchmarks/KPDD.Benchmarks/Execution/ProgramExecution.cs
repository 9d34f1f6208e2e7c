using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using KPDD.PythonNet;

namespace KPDD.Benchmarks.Execution;

/// <summary>
/// Real teacher programs, run by a new interpreter each (what a script would do), by the isolated executor with all its walls, and inside this process.
/// The time is that of one program when the batch is run as fast as the row allows.
/// </summary>
[Config(typeof(ExecutionConfig))]
public class ProgramExecution
{
    private const int BatchSize = 200;
    private const string AskPeakMemory = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])";
    private readonly string[] programs = TeacherPrograms.Load(BatchSize);
    private IsolatedPythonExecutor? isolated;
    private EmbeddedPythonExecutor? embedded;
    private string interpreter = string.Empty;

    [GlobalSetup(Target = nameof(NewInterpreter))]
    public async Task FindInterpreterAsync()
    {
        // The one that the executors use, so that every row runs the same Python.
        await using var executor = new IsolatedPythonExecutor();
        interpreter = (await executor.GetIsolationAsync()).InterpreterPath;
        PythonMemory.Set(nameof(NewInterpreter), 1024 * long.Parse(await StartInterpreterAsync(AskPeakMemory), CultureInfo.InvariantCulture));
    }

    [GlobalSetup(Target = nameof(IsolatedOneWorker))]
    public Task StartOneWorkerAsync() => StartWorkersAsync(nameof(IsolatedOneWorker), 1);

    [GlobalSetup(Target = nameof(IsolatedTwoWorkers))]
    public Task StartTwoWorkersAsync() => StartWorkersAsync(nameof(IsolatedTwoWorkers), 2);

    [GlobalSetup(Target = nameof(Embedded))]
    public async Task StartEmbeddedAsync()
    {
        long before = Environment.WorkingSet;
        embedded = new EmbeddedPythonExecutor();
        await RunAsync(nameof(StartEmbeddedAsync), 1, program => ExecuteAsync(embedded, program));
        PythonMemory.Set(nameof(Embedded), Environment.WorkingSet - before);
    }

    [GlobalCleanup]
    public async Task DisposeAsync()
    {
        await (isolated?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (embedded?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public Task NewInterpreter() => RunAsync(
        nameof(NewInterpreter), 1, program => StartInterpreterAsync(program + "\nprint(globals()['answer'] if 'answer' in globals() else solution())"));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public Task IsolatedOneWorker() => RunAsync(nameof(IsolatedOneWorker), 1, program => ExecuteAsync(isolated!, program));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public Task IsolatedTwoWorkers() => RunAsync(nameof(IsolatedTwoWorkers), 2, program => ExecuteAsync(isolated!, program));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public Task Embedded() => RunAsync(nameof(Embedded), 1, program => ExecuteAsync(embedded!, program));

    private async Task StartWorkersAsync(string row, int workers)
    {
        isolated = new IsolatedPythonExecutor(new PythonExecutorOptions { Workers = workers });
        await RunAsync(nameof(StartWorkersAsync), workers, program => ExecuteAsync(isolated, program));
        PythonMemory.SetToProcessesBelow(row);
    }

    private static async Task ExecuteAsync(IProgramExecutor executor, string program)
    {
        if (await executor.ExecuteAsync(program) is { Succeeded: false } failed)
        {
            throw new InvalidOperationException(failed.ToString());
        }
    }

    private async Task<string> StartInterpreterAsync(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(interpreter, ["-I", "-S", "-c", program]) { RedirectStandardOutput = true })!;
        string answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && answer.Length > 0 ? answer : throw new InvalidOperationException($"{interpreter} failed.");
    }

    private Task RunAsync(string row, int concurrency, Func<string, Task> run) => ProcessorTimes.MeasureAsync(row, programs.Length, () =>
        Parallel.ForEachAsync(programs, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (program, _) =>
        {
            long begin = Stopwatch.GetTimestamp();
            await run(program);
            Latencies.Add(row, Stopwatch.GetElapsedTime(begin));
        }));
}
