using BenchmarkDotNet.Running;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Teacher;

switch (args)
{
    case [RivalWorker.Verb, var name, var folder, var threads]:
        RivalWorker.Run(name, folder, int.Parse(threads));
        break;
    case [GenerationBenchmark.Verb or "--quick", ..]:
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
