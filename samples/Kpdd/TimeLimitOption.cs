using System.CommandLine;
using KPDD.PythonNet;

namespace KPDD.Samples;

/// <summary>The option that limits the time of programs, shared by the verbs that run some.</summary>
internal static class TimeLimitOption
{
    public static Option<double> Create() => new Option<double>("--time-limit")
    {
        Description = "Seconds a program may take",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => new PythonExecutorOptions().TimeLimit.TotalSeconds,
    }.Require(seconds => seconds is >= 0.01 and <= 3600, "0.01 to 3600");
}
