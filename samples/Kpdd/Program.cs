// kpdd: solve word problems, measure students on data sets, train students. `kpdd --help` lists the verbs.
using System.CommandLine;
using System.CommandLine.Help;
using KPDD.Samples;

var root = new Command("kpdd", "Solves maths word problems with small distilled students, measures them and trains them.")
{
    SolveCommand.Create(),
    EvaluateCommand.Create(),
    TrainCommand.Create(),
    new HelpOption(),
    new VersionOption(),
};

return await CommandLine.RunAsync(root, args);
