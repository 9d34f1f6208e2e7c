using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(KPDD.Benchmarks.StudentEngines).Assembly).Run(args);
