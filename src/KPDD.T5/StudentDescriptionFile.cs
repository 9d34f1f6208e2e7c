using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.T5;

/// <summary>Reads and writes a model folder's <c>kpdd.json</c>. Thread-safe.</summary>
public static class StudentDescriptionFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "kpdd.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads a folder's description. Fields that this version does not know are ignored.</summary>
    /// <param name="modelFolder">The folder.</param>
    /// <returns>The description; <see cref="StudentDescription.Default"/> when the folder has no <c>kpdd.json</c>.</returns>
    /// <exception cref="KpddException">The file cannot be read or holds a value that is not valid; the message names it.</exception>
    public static StudentDescription Load(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        string path = Path.Combine(modelFolder, FileName);
        if (!File.Exists(path))
        {
            return StudentDescription.Default;
        }

        try
        {
            StudentDescription description = JsonSerializer.Deserialize<StudentDescription>(File.ReadAllText(path), Json)
                ?? throw new JsonException("it holds null.");
            Check(description);
            return description;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or KpddException)
        {
            throw new KpddException($"Cannot read the student's description '{path}': {e.Message} Correct the file, or copy it again from the model's source.", e);
        }
    }

    /// <summary>Writes a folder's description, whole or not at all.</summary>
    /// <param name="modelFolder">The folder; created when missing.</param>
    /// <param name="description">The description.</param>
    /// <exception cref="ArgumentException">The description holds a value out of range.</exception>
    public static void Save(string modelFolder, StudentDescription description)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(description);
        Check(description);
        WholeFile.Write(Path.Combine(modelFolder, FileName), JsonSerializer.Serialize(description, Json) + "\n");
    }

    private static void Check(StudentDescription description)
    {
        Require(description.Version == StudentDescription.Default.Version, "version", description.Version, $"{StudentDescription.Default.Version}, the only one this package reads");
        Require(description.MaxNewTokens >= 1, "maxNewTokens", description.MaxNewTokens, "at least 1");
        Require(description.NumBeams is >= 1 and <= 64, "numBeams", description.NumBeams, "1 to 64");
        StudentTextFormats.For(description);
        if (description.Members is { } members)
        {
            CheckMembers(members);
        }

        if (description.Channel is { } channel)
        {
            Require(
                description is { Stage: DistillationStage.Solve, RationaleKind: RationaleKind.ProgramOfThought }, "channel", "given", "none, unless a student solves by programs");
            RequireFolder("channel", channel.Folder);
            Require(channel.Weight >= 0 && double.IsFinite(channel.Weight), "channel.weight", channel.Weight, "a number of at least 0");
        }
    }

    private static void CheckMembers(IReadOnlyList<StudentMember> members)
    {
        Require(members.Count >= 1, "members", "empty", "at least one member, or no such field for the one model in the folder");
        for (int i = 0; i < members.Count; i++)
        {
            string field = $"members[{i}]";
            Require(members[i] is not null, field, "null", "a folder and a weight");
            RequireFolder(field, members[i].Folder);
            Require(members[i].Weight > 0 && double.IsFinite(members[i].Weight), $"{field}.weight", members[i].Weight, "a number above 0");
        }
    }

    private static void RequireFolder(string field, string folder)
    {
        Require(!string.IsNullOrWhiteSpace(folder), $"{field}.folder", "blank", "the path of a model folder");
        Require(!Path.IsPathRooted(folder), $"{field}.folder", $"'{folder}'", $"a path relative to the folder of {FileName}");
    }

    private static void Require(bool holds, string field, object value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Field '{field}' is {value}, expected {expected}."));
        }
    }
}
