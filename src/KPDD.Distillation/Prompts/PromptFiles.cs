using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.Distillation;

/// <summary>Prompt sets as JSON: embedded, in a user's files, and in the folder of a run.</summary>
internal static class PromptFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // A name with a slip would leave a part out without a word.
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="KpddException">A file cannot be read or does not hold what it should.</exception>
    public static PromptSet Load(string? instructionsPath, string? demonstrationsPath)
    {
        TeacherInstructions instructions = Read<TeacherInstructions>(instructionsPath, "instructions.json");
        IReadOnlyList<Demonstration> demonstrations = Read<IReadOnlyList<Demonstration>>(demonstrationsPath, "demonstrations.json");
        try
        {
            return new PromptSet(instructions, demonstrations);
        }
        catch (ArgumentException e)
        {
            throw new KpddException($"{instructionsPath ?? "the built-in instructions"} with {demonstrationsPath ?? "the built-in demonstrations"}: {e.Message}", e);
        }
    }

    /// <summary>Writes a set whole; the file is the record of what the teacher was told.</summary>
    public static void Write(PromptSet prompts, string path) =>
        WholeFile.Write(path, JsonSerializer.Serialize(new { prompts.Version, prompts.Instructions, prompts.Demonstrations }, Json) + "\n");

    /// <summary>The text that the fingerprint is taken of.</summary>
    public static string Format(TeacherInstructions instructions, IReadOnlyList<Demonstration> demonstrations) =>
        JsonSerializer.Serialize(new { instructions, demonstrations }, Json);

    private static T Read<T>(string? path, string embedded)
    {
        string name = path ?? embedded;
        try
        {
            using Stream stream = path is null
                ? typeof(PromptFiles).Assembly.GetManifestResourceStream($"KPDD.Distillation.Prompts.{embedded}")!
                : File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new JsonException("the file holds null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{name}: the prompt file cannot be read ({e.Message.TrimEnd('.')}). Give the path of a readable file.", e);
        }
        catch (JsonException e)
        {
            throw new KpddException($"{name}: this is no prompt file ({e.Message.TrimEnd('.')}). A run keeps the built-in ones in its prompts.json: see there for the form.", e);
        }
    }
}
