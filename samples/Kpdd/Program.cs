// kpdd: solve word problems, measure students on data sets, train students. `kpdd --help` lists the verbs.
using System.CommandLine;
using KPDD.Samples;

var root = new RootCommand("Solves maths word problems with small distilled students, measures them and trains them.")
{
    SolveCommand.Create(),
    EvaluateCommand.Create(),
    TrainCommand.Create(),
};

return await CommandLine.RunAsync(root, args);
