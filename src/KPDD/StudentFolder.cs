using KPDD.T5;

namespace KPDD;

/// <summary>Holds what is asked of a model folder against what its <c>kpdd.json</c> says. A folder without that file fits everything.</summary>
internal static class StudentFolder
{
    /// <summary>Refuses a student of another stage.</summary>
    /// <exception cref="KpddException">The folder's student serves another stage, or its description is broken.</exception>
    public static void RequireStage(string folder, DistillationStage stage)
    {
        if (Description(folder) is { } description && description.Stage != stage)
        {
            throw new KpddException(
                $"Model folder '{folder}' holds a {Name(description.Stage)} student, but a {Name(stage)} student is needed. Remedy: name the other student's folder.");
        }
    }

    /// <summary>How the folder's solve student reasons: as its description says, else as asked, else in programs.</summary>
    /// <exception cref="KpddException">The description contradicts <paramref name="asked"/>, or is broken.</exception>
    public static RationaleKind KindOf(string folder, RationaleKind? asked)
    {
        if (Description(folder) is not { } description)
        {
            return asked ?? StudentDescription.Default.RationaleKind;
        }

        return asked is null || asked == description.RationaleKind
            ? description.RationaleKind
            : throw new KpddException(
                $"Model folder '{folder}' holds a {description.RationaleKind} student, but {asked} was asked for. " +
                $"Remedy: ask for {description.RationaleKind} or for no kind at all, or name the folder of a {asked} student.");
    }

    private static StudentDescription? Description(string folder) =>
        File.Exists(Path.Combine(folder, StudentDescriptionFile.FileName)) ? StudentDescriptionFile.Load(folder) : null;

    private static string Name(DistillationStage stage) => stage switch
    {
        DistillationStage.KeyPoints => "key",
        DistillationStage.Solve => "solve",
        _ => "channel",
    };
}
