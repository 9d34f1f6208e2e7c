using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD;

/// <summary>Distillation examples as JSON lines: one object a line with <c>id</c>, <c>question</c> and whatever else is known.</summary>
/// <remarks>
/// Fields: <c>id</c>, <c>question</c>, <c>expectedAnswer</c>, <c>coreQuestion</c>, <c>information</c> (a list), <c>kind</c> (<c>pot</c> or <c>cot</c>),
/// <c>rationale</c>, <c>teacher</c>, <c>promptVersion</c>, <c>pathNumber</c>. Unknown fields are ignored. Thread-safe.
/// </remarks>
public static class DistillationSet
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a set.</summary>
    /// <param name="path">The file; blank lines are passed over.</param>
    /// <returns>The examples, in the order of the file.</returns>
    /// <exception cref="KpddException">The file cannot be read, holds no example, or a line is none; the message names file, line and what is wrong.</exception>
    public static IReadOnlyList<DistillationExample> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"The distillation set '{path}' cannot be read: {e.Message}", e);
        }

        var examples = new List<DistillationExample>(lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                examples.Add(Parse(lines[i], $"{path}, line {i + 1}"));
            }
        }

        return examples.Count > 0
            ? examples
            : throw new KpddException($"The distillation set '{path}' holds no example. Give a file with at least one.");
    }

    /// <summary>Writes a set, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="examples">The examples.</param>
    public static void Write(string path, IEnumerable<DistillationExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        WholeFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (DistillationExample example in examples)
            {
                writer.WriteLine(FormatLine(example));
            }
        });
    }

    /// <summary>The line that stands for an example, for writers that stream.</summary>
    /// <param name="example">The example.</param>
    /// <returns>One JSON object, without line end.</returns>
    public static string FormatLine(DistillationExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return JsonSerializer.Serialize(Row.From(example), Json);
    }

    private static DistillationExample Parse(string line, string where)
    {
        try
        {
            Row row = JsonSerializer.Deserialize<Row>(line, Json) ?? throw new JsonException("the line is null");
            return row.ToExample();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new KpddException($"{where}: {e.Message} Expected a JSON object with 'id' and 'question', and for training 'coreQuestion' and 'information' or 'kind' and 'rationale'.", e);
        }
    }

    private sealed record Row
    {
        public string? Id { get; init; }

        public string? Question { get; init; }

        public string? ExpectedAnswer { get; init; }

        public string? CoreQuestion { get; init; }

        public IReadOnlyList<string>? Information { get; init; }

        public string? Kind { get; init; }

        public string? Rationale { get; init; }

        public string? Teacher { get; init; }

        public string? PromptVersion { get; init; }

        public int PathNumber { get; init; }

        public static Row From(DistillationExample example) => new()
        {
            Id = example.Problem.Id,
            Question = example.Problem.Question,
            ExpectedAnswer = example.Problem.ExpectedAnswer,
            CoreQuestion = example.KeyPoints?.CoreQuestion,
            Information = example.KeyPoints?.Information,
            Kind = example.Rationale is null ? null : example.Rationale.Kind == RationaleKind.ProgramOfThought ? "pot" : "cot",
            Rationale = example.Rationale?.Text,
            Teacher = example.Teacher,
            PromptVersion = example.PromptVersion,
            PathNumber = example.PathNumber,
        };

        public DistillationExample ToExample() => new(new MathProblem(Required(Id, "id"), Required(Question, "question")) { ExpectedAnswer = ExpectedAnswer })
        {
            KeyPoints = CoreQuestion is null ? null : new KeyPoints(CoreQuestion, Information ?? []),
            Rationale = Rationale is null ? null : new Rationale(ParseKind(), Rationale),
            Teacher = Teacher,
            PromptVersion = PromptVersion,
            PathNumber = PathNumber,
        };

        private static string Required(string? value, string field) =>
            string.IsNullOrWhiteSpace(value) ? throw new FormatException($"'{field}' is missing.") : value;

        private RationaleKind ParseKind() => Kind switch
        {
            "pot" => RationaleKind.ProgramOfThought,
            "cot" => RationaleKind.ChainOfThought,
            _ => throw new FormatException($"'kind' is '{Kind}', expected pot or cot."),
        };
    }
}
