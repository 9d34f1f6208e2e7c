using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KPDD.Torch;

/// <summary>Everything that a training's losses and scores depend on, as named values: a checkpoint may only be continued with equal ones.</summary>
internal static class TrainingFingerprint
{
    // Written out as what may differ, so that an option added later is covered unless someone decides otherwise:
    // these say where a training is kept and when it looks at itself, and change no loss.
    private static readonly HashSet<string> FreeOptions =
        [nameof(TrainingOptions.OutputFolder), nameof(TrainingOptions.Resume), nameof(TrainingOptions.Patience), nameof(TrainingOptions.EvaluateEveryEpochs)];

    // How the finished student is used: by whom it is joined and re-ranked, and whether it is asked twice.
    private static readonly HashSet<string> FreeDescription = [nameof(StudentDescription.Members), nameof(StudentDescription.Channel), nameof(StudentDescription.VoteWithoutKeyPoints)];

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The values of a training.</summary>
    public static Dictionary<string, string> Of(TrainingPlan plan)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["number of usable training examples"] = $"{plan.Examples.Count}",
            ["content of the training examples"] = plan.Examples.Content,
            ["content of the validation examples"] = ContentHash.Of(plan.Validation),
            [nameof(T5TrainerSettings.EpochExamples)] = plan.Settings.EpochExamples is null ? "none" : "given",
        };
        Add(values, nameof(TrainingOptions), plan.Options, FreeOptions);
        Add(values, nameof(T5TrainerSettings.Student), plan.Settings.Student, FreeDescription);
        Add(values, "Model", plan.Config, []);
        return values;
    }

    /// <summary>What differs between two fingerprints, in words; empty when nothing does.</summary>
    public static string Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now)
    {
        const string Unknown = "not recorded";
        IEnumerable<string> differing = before.Keys.Union(now.Keys)
            .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {before.GetValueOrDefault(name, Unknown)}, now {now.GetValueOrDefault(name, Unknown)}");
        return string.Join("; ", differing);
    }

    private static void Add(Dictionary<string, string> values, string group, object part, HashSet<string> left)
    {
        foreach (var (name, value) in JsonSerializer.SerializeToNode(part, Json)!.AsObject())
        {
            if (!left.Contains(name))
            {
                values[$"{group}.{name}"] = value?.ToJsonString() ?? "null";
            }
        }
    }
}
