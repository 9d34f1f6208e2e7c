using BenchmarkDotNet.Running;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Main;
using KPDD.Benchmarks.Students;
using KPDD.Benchmarks.Teacher;
using KPDD.Benchmarks.Training;

switch (args)
{
    case [RivalWorker.Verb, var name, var folder, var threads]:
        RivalWorker.Run(name, folder, int.Parse(threads));
        break;
    case [StudentWorker.Verb, var name, var threads]:
        await StudentWorker.RunAsync(name, int.Parse(threads));
        break;
    case [LibraryTrainingWorker.Verb, var threads]:
        await LibraryTrainingWorker.RunAsync(int.Parse(threads));
        break;
    case [PlainTrainingWorker.Verb, var threads]:
        PlainTrainingWorker.Run(int.Parse(threads));
        break;
    case [MainBenchmark.Verb, ..]:
        MainBenchmark.Run(args);
        break;
    case [MainBenchmark.RenderVerb]:
        MainBenchmark.Render();
        break;
    case [GenerationBenchmark.Verb, ..]:
        GenerationBenchmark.Run(args);
        break;
    case [TakenCoreBenchmark.Verb, ..]:
        TakenCoreBenchmark.Run(args);
        break;
    case [TakenCoreBenchmark.BusyVerb]:
        TakenCoreBenchmark.KeepBusy();
        break;
    case [LatentServer.Verb, var milliseconds]:
        LatentServer.Run(int.Parse(milliseconds));
        break;
    case [TeacherBenchmark.Verb, ..]:
        await TeacherBenchmark.RunAsync(args);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(KPDD.Benchmarks.StudentEngines).Assembly).Run(args);
        break;
}
