using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.Distillation;

/// <summary>How a run was asked for, as <c>run.json</c> in its folder keeps it: all that decides its answers.</summary>
public sealed record RunManifest
{
    /// <summary>The version this library writes.</summary>
    internal const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Version of the folder's layout.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>The model's name; null where the client did not tell.</summary>
    public string? Teacher { get; init; }

    /// <summary>The kind of rationale.</summary>
    public RationaleKind Kind { get; init; }

    /// <summary>In how many calls a path is written.</summary>
    public TeacherForm Form { get; init; }

    /// <summary>Paths a problem.</summary>
    public int Paths { get; init; }

    /// <summary>Sampling temperature.</summary>
    public double Temperature { get; init; }

    /// <summary>Seed of path 0.</summary>
    public long Seed { get; init; }

    /// <summary>Most tokens an answer.</summary>
    public int MaxOutputTokens { get; init; }

    /// <summary>Version of the prompts; <c>prompts.json</c> holds them.</summary>
    public string PromptVersion { get; init; } = string.Empty;

    /// <summary>Which part of the data set.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Problems in the whole data set; null until a run has seen its end.</summary>
    public int? Problems { get; init; }

    /// <summary>Stands for these problems in their order, so that shards of different data are told apart; null until a run has seen their end.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>Reads the manifest of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="KpddException">The folder holds no run, or one this version cannot read.</exception>
    public static RunManifest Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new KpddException($"There is no run folder '{folder}'. Give the folder that 'generate' wrote.");
        }

        string path = new RunFolder(folder).Manifest;
        try
        {
            RunManifest manifest = JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it holds null");
            return manifest.FormatVersion == CurrentVersion && manifest.Shard is { IsValid: true } && manifest.Paths is >= 1 and <= KeyPointTeacherOptions.MaxPaths
                ? manifest
                : throw new KpddException($"{path}: version {manifest.FormatVersion} of a run folder is not known here, or its values are out of range. This version reads version {CurrentVersion}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new KpddException($"{path}: this is no manifest of a run ({e.Message.TrimEnd('.')}). Give the folder that 'generate' wrote.", e);
        }
    }

    /// <summary>The manifest that options make.</summary>
    internal static RunManifest From(KeyPointTeacherOptions teacher, string promptVersion, Shard shard) => new()
    {
        Teacher = teacher.Model,
        Kind = teacher.Kind,
        Form = teacher.Form,
        Paths = teacher.Paths,
        Temperature = teacher.Temperature,
        Seed = teacher.Seed,
        MaxOutputTokens = teacher.MaxOutputTokens,
        PromptVersion = promptVersion,
        Shard = shard,
    };

    /// <summary>Writes it whole.</summary>
    internal void Write(RunFolder folder) => WholeFile.Write(folder.Manifest, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>All that decides the answers, in one line of text; equal for the shards of a run.</summary>
    internal string Identity => string.Join(' ', (this with { Shard = Shard.Whole }).Deciding.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Name}={value.Value}")));

    private (string Name, object? Value)[] Deciding =>
    [
        ("teacher", Teacher),
        ("kind", Kind),
        ("form", Form),
        ("paths", Paths),
        ("temperature", Temperature),
        ("seed", Seed),
        ("maxOutputTokens", MaxOutputTokens),
        ("promptVersion", PromptVersion),
        ("shard", Shard),
    ];

    /// <summary>The first value that would make answers differ, as <c>name: one, other</c>; null when there is none.</summary>
    internal string? FirstDifference(RunManifest other) => Deciding.Zip(other.Deciding)
        .Where(pair => !Equals(pair.First.Value, pair.Second.Value))
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Name}: {pair.First.Value}, {pair.Second.Value}"))
        .FirstOrDefault();
}
