using System.Text.Json;

namespace KPDD.PythonNet.Tests;

/// <summary>A program that tries to do harm, and how it must end.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Code">Python source.</param>
/// <param name="WithPolicy">How it may end under the policy.</param>
/// <param name="WithoutPolicy">How it may end when only the walls hold it.</param>
internal sealed record HostileProgram(string Name, string Code, IReadOnlyList<ProgramOutcome> WithPolicy, IReadOnlyList<ProgramOutcome> WithoutPolicy)
{
    /// <summary>The exception's class where the walls make the program fail; null where it differs between versions of Python.</summary>
    public string? Exception { get; init; }

    /// <summary>The answer where it may have one.</summary>
    public string? Answer { get; init; }
}

/// <summary>The hostile programs in Fixtures/hostile.json.</summary>
internal static class HostilePrograms
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static IReadOnlyList<HostileProgram> All { get; } =
        JsonSerializer.Deserialize<HostileProgram[]>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "hostile.json")), Format)!;
}
