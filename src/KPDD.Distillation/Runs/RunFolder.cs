namespace KPDD.Distillation;

/// <summary>The files of a run.</summary>
internal sealed class RunFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>How the run was asked for.</summary>
    public string Manifest => File("run.json");

    /// <summary>What the teacher was told.</summary>
    public string Prompts => File("prompts.json");

    /// <summary>What it answered.</summary>
    public string Journal => File("journal.jsonl");

    /// <summary>What it answered to paths of several calls that were not complete at that time; gone when a run is.</summary>
    public string Unfinished => File("unfinished.jsonl");

    /// <summary>Held by the process that writes.</summary>
    public string Lock => File("run.lock");

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
