// kpdd: solve word problems, measure students on data sets, train students, have teachers write what they learn from. `kpdd --help` lists the verbs.
using System.CommandLine;
using System.CommandLine.Help;
using KPDD.Samples;

var root = new Command("kpdd", "Solves maths word problems with small distilled students, measures them, trains them, and has large models write what they learn from.")
{
    SolveCommand.Create(),
    EvaluateCommand.Create(),
    TrainCommand.Create(),
    QuantizeCommand.Create(),
    GenerateCommand.Create(),
    FilterCommand.Create(),
    MergeCommand.Create(),
    ExecuteCommand.Create(),
    new HelpOption(),
    new VersionOption(),
};

return await CommandLine.RunAsync(root, args);
