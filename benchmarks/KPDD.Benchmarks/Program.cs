using BenchmarkDotNet.Running;
using KPDD.Benchmarks.Generation;

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
    default:
        BenchmarkSwitcher.FromAssembly(typeof(KPDD.Benchmarks.StudentEngines).Assembly).Run(args);
        break;
}
