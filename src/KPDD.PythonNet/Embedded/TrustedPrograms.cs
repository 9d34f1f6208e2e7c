using System.Text;
using KPDD.PythonNet.Isolation;
using Python.Runtime;

namespace KPDD.PythonNet.Embedded;

/// <summary>
/// Runs programs that the caller trusts inside this process, one at a time, because Python's standard streams belong to the whole process. Thread-safe.
/// Time limit and cancellation interrupt Python between two of its instructions; one long call into C cannot be interrupted.
/// </summary>
#pragma warning disable CA1001 // It lives as long as Python does: until the process ends.
internal sealed class TrustedPrograms(PyObject run, PyObject restore)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Runs one program on a thread of the pool.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the program has ended.</exception>
    public async Task<ProgramResult> RunAsync(string program, PythonExecutorOptions options, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.TimeLimit);
            var report = await Task.Run(() => Run(program, options, limit.Token), CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return limit.IsCancellationRequested
                ? ProgramReport.TimedOut(options.TimeLimit)
                : ProgramReport.ReadReport(Encoding.UTF8.GetBytes(report));
        }
        finally
        {
            turn.Release();
        }
    }

    private string Run(string program, PythonExecutorOptions options, CancellationToken limit)
    {
        using (Py.GIL())
        {
            using var source = new PyString(program);
            using var output = new PyInt(options.OutputLimitBytes);
            using var policy = (options.Policy == ProgramPolicy.Standard).ToPython();
            using var modules = new PyList([.. options.ExtraModules.Select(module => new PyString(module))]);
            var interruption = new Interruption();
            try
            {
                using var registration = limit.Register(interruption.Start);
                using var report = run.Invoke(source, output, policy, modules);
                return report.As<string>();
            }
            catch (PythonException exception)
            {
                // An interruption that came outside the program's own code.
                return $$"""{"outcome":"Crashed","message":"{{exception.Type.Name}}"}""";
            }
            finally
            {
                interruption.Stop();
                Restore();
            }
        }
    }

    private void Restore()
    {
        try
        {
            using var first = restore.Invoke();
        }
        catch (PythonException)
        {
            // The last interruption was still on its way. There is none after it.
            using var second = restore.Invoke();
        }
    }
}
