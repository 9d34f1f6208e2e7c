using System.Text.Json;
using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>What is sent for each stage of each path: the one place that live calls, batch files and forecasts take it from.</summary>
internal sealed class TeacherCalls
{
    private static readonly JsonElement CombinedSchema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "coreQuestion": { "type": "string" },
            "information": { "type": "array", "items": { "type": "string" } },
            "solution": { "type": "string" }
          },
          "required": ["coreQuestion", "information", "solution"],
          "additionalProperties": false
        }
        """);

    private readonly KeyPointTeacherOptions options;
    private readonly PromptWriter writer;

    public TeacherCalls(KeyPointTeacherOptions options)
    {
        this.options = options;
        PromptSet prompts = options.Prompts ?? PromptSet.Default;
        writer = new PromptWriter(prompts, options.Form, options.Kind);
        Dialogue = new TeacherDialogue(options.Form, options.Kind);
        PromptVersion = prompts.Version;
    }

    public TeacherDialogue Dialogue { get; }

    public string PromptVersion { get; }

    /// <summary>The messages of one call.</summary>
    public List<ChatMessage> Messages(TeacherStage stage, MathProblem problem, KeyPoints? keyPoints) => writer.Write(stage, problem, keyPoints);

    /// <summary>The settings of one call; the seed alone tells the paths of a problem apart.</summary>
    public ChatOptions Settings(int pathNumber) => new()
    {
        ModelId = options.Model,
        Temperature = (float)options.Temperature,
        Seed = unchecked(options.Seed + pathNumber),
        MaxOutputTokens = options.MaxOutputTokens,
        ResponseFormat = options.Form == TeacherForm.OneCallJson ? ChatResponseFormat.ForJsonSchema(CombinedSchema, "reasoning_path") : null,
    };

    /// <summary>The path that answers make, signed.</summary>
    public TeacherPath Read(MathProblem problem, int pathNumber, IReadOnlyList<TeacherReply> replies) =>
        Dialogue.Read(problem, pathNumber, replies) with { Teacher = options.Model, PromptVersion = PromptVersion };
}
