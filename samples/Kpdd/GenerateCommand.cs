using System.CommandLine;
using KPDD.Distillation;
using KPDD.PythonNet;
using Microsoft.Extensions.AI;

namespace KPDD.Samples;

/// <summary><c>kpdd generate</c>: has a teacher model write reasoning paths; goes on where a stopped run was.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var dataSet = new DataSetOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell calls, tokens and cost; send nothing" };
        var cache = new Option<DirectoryInfo?>("--cache") { Description = "Keep the model's answers in this folder, and ask nothing twice", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "End with one JSON object" };
        var clientOptions = new TeacherClientOptions();
        var runOptions = new GenerateOptions();
        var batchOptions = new BatchOptions();
        var command = new Command("generate", "Have a teacher model write reasoning paths for a data set.");
        dataSet.AddTo(command);
        command.Add(dryRun);
        command.Add(cache);
        command.Add(json);
        clientOptions.AddTo(command);
        runOptions.AddTo(command);
        batchOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!batchOptions.AreGiven(result) && !result.GetValue(dryRun) && !clientOptions.HaveEndpoint(result))
            {
                result.AddError("Option '--endpoint' is required.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DistillationRunOptions options = runOptions.Read(parsed, clientOptions.Model(parsed));
            options.ExpectedProblems = await dataSet.CheckAsync(parsed, cancellationToken);
            IAsyncEnumerable<MathProblem> problems = dataSet.Stream(parsed);
            if (parsed.GetValue(cache)?.FullName is { } folder)
            {
                options.Middleware = inner => inner.AsBuilder().UseDistributedCache(new ResponseCacheFolder(folder)).Build();
            }

            if (parsed.GetValue(dryRun))
            {
                RunForecast forecast = await RunForecast.EstimateAsync(options, problems, cancellationToken);
                GenerateSummary.Write(forecast, parsed.GetValue(json));
                return 0;
            }

            if (await batchOptions.RunAsync(parsed, options, problems, parsed.GetValue(json), cancellationToken))
            {
                return 0;
            }

            using IChatClient client = clientOptions.Create(parsed);
            DistillationRunResult result = await RunAsync(client, options, problems, cancellationToken);
            GenerateSummary.Write(result, options.Judge is not null, parsed.GetValue(json));
            return result.Status == DistillationRunStatus.Completed ? 0 : CommandLine.Unfinished;
        });
        return command;
    }

    private static async Task<DistillationRunResult> RunAsync(
        IChatClient client, DistillationRunOptions options, IAsyncEnumerable<MathProblem> problems, CancellationToken cancellationToken)
    {
        await using PythonProgramExecutor? python = options.Teacher.Kind == RationaleKind.ProgramOfThought ? await PythonOrNothingAsync(cancellationToken) : null;
        options.Judge = options.Teacher.Kind == RationaleKind.ChainOfThought || python is not null ? new PathJudge(python) : null;
        DistillationRunResult? result = null;
        int total = options.Shard.CountOf(options.ExpectedProblems ?? 0) * options.Teacher.Paths;
        var latest = new DistillationProgress(0, total, 0, 0, 0, default, null, null);
        var gate = new Lock();
        try
        {
            await ProgressBar.RunAsync("asking", total, async advance =>
            {
                var progress = new Callback<DistillationProgress>(now =>
                {
                    lock (gate)
                    {
                        // Reports come from several threads, and may overtake each other.
                        if (now.Done + now.Failed >= latest.Done + latest.Failed)
                        {
                            latest = now;
                            advance(now.Done, GenerateSummary.Note(now, options.Judge is not null));
                        }
                    }
                });
                result = await new DistillationRun(client, options).RunAsync(problems, progress, cancellationToken);
            });
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new StoppedRunException($"cancelled; {latest.Done} of {total} paths are in {options.OutputFolder}, and --resume goes on", e);
        }

        return result!;
    }

    /// <summary>An executor to judge programs with as they come; a machine without Python can still ask, and filter elsewhere.</summary>
    private static async Task<PythonProgramExecutor?> PythonOrNothingAsync(CancellationToken cancellationToken)
    {
        var python = new PythonProgramExecutor();
        try
        {
            await python.GetIsolationAsync(cancellationToken);
            return python;
        }
        catch (KpddException)
        {
            await python.DisposeAsync();
            return null;
        }
    }
}
