namespace KPDD.Samples;

/// <summary>Says what the trainer reports in the words of who gave <c>kpdd train</c> its options.</summary>
internal static class TrainOptionNames
{
    // From the particular to the general: the first that fits a name takes it.
    private static readonly (string InLibrary, string OnCommandLine)[] Names =
    [
        ("TrainingOptions.BatchSize", "--batch"),
        ("TrainingOptions.LearningRate", "--learning-rate"),
        ("TrainingOptions.Epochs", "--epochs"),
        ("TrainingOptions.Seed", "--seed"),
        ("Student.Stage", "--stage"),
        ("Student.RationaleKind", "--kind"),
        ("Student.", "--from: "),
        ("Model.", "--from: "),
        ("number of usable training examples", "number of usable examples in --data"),
        ("content of the training examples", "content of --data"),
        ("content of the validation examples", "content of --dev"),
        ("another output folder", "another folder for --out"),
    ];

    /// <summary>The message with the command's own names.</summary>
    public static string In(string message) =>
        Names.Aggregate(message, (text, name) => text.Replace(name.InLibrary, name.OnCommandLine, StringComparison.Ordinal));
}
