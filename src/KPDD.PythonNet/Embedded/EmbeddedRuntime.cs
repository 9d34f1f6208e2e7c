using System.Text;
using KPDD.PythonNet.Isolation;
using Python.Runtime;

namespace KPDD.PythonNet.Embedded;

/// <summary>The one Python inside this process. It can be started once and stays until the process ends. Thread-safe.</summary>
internal sealed class EmbeddedRuntime
{
    private static readonly Lock Starting = new();
    private static EmbeddedRuntime? started;
    private readonly PyObject run;

    private EmbeddedRuntime(string version, PyObject run, TrustedPrograms trusted)
    {
        Version = version;
        this.run = run;
        Trusted = trusted;
    }

    /// <summary>Version of the interpreter.</summary>
    public string Version { get; }

    /// <summary>Runs the programs that the caller trusts.</summary>
    public TrustedPrograms Trusted { get; }

    /// <summary>Starts Python, or gives the one that runs. A host that uses Python itself shares its own.</summary>
    /// <exception cref="KpddException">There is no shared library, or it does not start.</exception>
    public static EmbeddedRuntime Start(string? interpreter)
    {
        lock (Starting)
        {
            return started ??= Initialize(interpreter);
        }
    }

    /// <summary>Runs one program that was found to be strict arithmetic.</summary>
    public ProgramResult Run(string program, int outputLimit)
    {
        string report;
        try
        {
            using (Py.GIL())
            {
                using var source = new PyString(program);
                using var limit = new PyInt(outputLimit);
                using var answer = run.Invoke(source, limit);
                report = answer.As<string>();
            }
        }
        catch (PythonException exception)
        {
            return ProgramReport.Crashed("Python could not run the program in this process: " + exception.Message);
        }

        return ProgramReport.ReadReport(Encoding.UTF8.GetBytes(report));
    }

    private static EmbeddedRuntime Initialize(string? interpreter)
    {
        try
        {
            var isOwn = !PythonEngine.IsInitialized;
            if (isOwn)
            {
                var library = PythonLibrary.Find(interpreter);
                Runtime.PythonDLL = library.Path;
                PythonEngine.ProgramName = library.Interpreter;
                PythonEngine.Initialize();

                // Gives the lock back that Initialize keeps, so that every thread can take it.
                PythonEngine.BeginAllowThreads();
            }

            using (Py.GIL())
            {
                return Load(isOwn);
            }
        }
        catch (Exception exception) when (exception is not KpddException)
        {
            throw new KpddException($"Python did not start in this process: {exception.Message}. Use IsolatedPythonExecutor, which needs no shared library.", exception);
        }
    }

    private static EmbeddedRuntime Load(bool isOwn)
    {
        using var scope = Py.CreateScope();
        scope.Exec(WorkerScript.InstallSource);
        scope.Set("bundle", WorkerScript.EmbeddedBundle());
        scope.Exec("import json\ninstall(json.loads(bundle))");
        if (isOwn)
        {
            // What is there now stays to the end, so the collector need not look at it again.
            scope.Exec("import gc\ngc.collect()\ngc.freeze()");
        }

        using var version = scope.Eval("'%d.%d.%d' % sys.version_info[:3]");
        using var worker = scope.Eval("sys.modules['kpdd_worker.embedded']");
        return new EmbeddedRuntime(
            version.As<string>(), worker.GetAttr("run"), new TrustedPrograms(worker.GetAttr("run_trusted"), worker.GetAttr("restore")));
    }
}
