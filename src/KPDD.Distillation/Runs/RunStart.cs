namespace KPDD.Distillation;

/// <summary>Begins a run folder, or takes up the one that is there.</summary>
internal static class RunStart
{
    /// <exception cref="KpddException">The folder holds a run that is not to be resumed, or one that was asked for otherwise.</exception>
    public static RunManifest Begin(RunFolder folder, RunManifest asked, DistillationRunOptions options)
    {
        if (!File.Exists(folder.Manifest))
        {
            PromptFiles.Write(options.Teacher.Prompts ?? PromptSet.Default, folder.Prompts);
            asked.Write(folder);
            return asked;
        }

        if (!options.Resume)
        {
            throw new KpddException($"{folder.Path}: there is a run already. Resume it, or choose another folder.");
        }

        RunManifest there = RunManifest.Read(folder.Path);
        RequireSame(folder, there, asked);
        return there;
    }

    /// <summary>Passes when the folder holds no run, or one that may be resumed as asked.</summary>
    /// <exception cref="KpddException">The folder holds a run that was asked for otherwise.</exception>
    public static void RequireResumable(RunFolder folder, RunManifest asked)
    {
        if (File.Exists(folder.Manifest))
        {
            RequireSame(folder, RunManifest.Read(folder.Path), asked);
        }
    }

    private static void RequireSame(RunFolder folder, RunManifest there, RunManifest asked)
    {
        if (there.FirstDifference(asked) is { } difference)
        {
            throw new KpddException($"{folder.Path}: the run there was asked for otherwise ({difference}). Resume it with its own settings, or choose another folder.");
        }
    }
}
