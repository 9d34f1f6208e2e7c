using System.CommandLine;

namespace KPDD.Samples;

/// <summary><c>kpdd train</c>: fine-tunes a student.</summary>
internal static class TrainCommand
{
    public static Command Create() => new("train", "Train a student.");
}
