namespace KPDD;

/// <summary>Reads files of solutions that teacher models wrote earlier.</summary>
/// <remarks>
/// Nothing is filtered here: a wrong rationale is an example like any other. A record that cannot be read stops the reading with a
/// <see cref="KpddException"/> that names file and record. All members may be used from several threads at once.
/// </remarks>
public static class RecordedTeachers
{
    /// <summary>Reads chains of thought: a JSON array of <c>instruction</c> (the question) and <c>output</c> (the rationale).</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Problems to take id and gold answer from, joined by question text; a question that is not among them keeps an id of its own and no gold answer.</param>
    /// <param name="teacher">Who wrote them; null for the file's name without extension.</param>
    /// <returns>One example a record, in file order.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<DistillationExample> ReadChainsOfThought(
        string path, IReadOnlyList<MathProblem>? problems = null, string? teacher = null)
    {
        var file = new DataFile(path);
        var known = new QuestionIndex(problems ?? []);
        return [.. JsonRecords.ReadArray(file).Select((record, index) =>
        {
            string question = record.RequireText("instruction").Trim();
            MathProblem problem = known.Find(question) ?? new MathProblem($"{file.Stem}-{index}", question);
            return Example(problem, RationaleKind.ChainOfThought, record.RequireText("output"), teacher ?? file.Stem);
        })];
    }

    /// <summary>Reads rationales: a JSON array of <c>item_id, question, answer_cot, answer_value</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What <c>answer_cot</c> holds: words or Python programs.</param>
    /// <param name="teacher">Who wrote them; null for the file's name without extension.</param>
    /// <returns>One example a record, in file order.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<DistillationExample> ReadRationales(string path, RationaleKind kind, string? teacher = null)
    {
        var file = new DataFile(path);
        return [.. JsonRecords.ReadArray(file).Select(record =>
            Example(ItemProblem(record), kind, record.RequireText("answer_cot"), teacher ?? file.Stem))];
    }

    /// <summary>Reads programs in Wolfram syntax: a JSON array of <c>item_id, question, answer_cot, answer_value</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One program a record, in file order; those that are more than plain assignments say so.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<RecordedProgram> ReadWolframPrograms(string path)
    {
        var file = new DataFile(path);
        return [.. JsonRecords.ReadArray(file).Select(record =>
            RecordedProgram.FromWolfram(ItemProblem(record), record.RequireText("answer_cot"), file.Stem))];
    }

    /// <summary>Reads the human solutions of GSM8K as chains of thought: calculator marks taken out, the last line written as <c>The answer is n.</c></summary>
    /// <param name="path">A GSM8K file.</param>
    /// <returns>One example a problem, in file order, with teacher <c>human</c>.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<DistillationExample> ReadGsm8kSolutions(string path)
    {
        var file = new DataFile(path);
        return [.. Gsm8kReader.ReadWithSolutions(file).Select(item =>
            Example(item.Problem, RationaleKind.ChainOfThought, item.Solution, "human"))];
    }

    /// <summary>Reads recorded model answers: a JSON array of <c>question, chain-of-thought, pred, answer</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One output a record, right and wrong alike, in file order.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<RecordedOutput> ReadOutputs(string path)
    {
        var file = new DataFile(path);
        return [.. JsonRecords.ReadArray(file).Select((record, index) =>
        {
            string id = record.OptionalId("ID") ?? $"{file.Stem}-{index}";
            var problem = new MathProblem(id, record.RequireText("question").Trim()) { ExpectedAnswer = record.RequireNumber("answer") };

            // A model may have written nothing at all; that is an output too.
            var rationale = new Rationale(RationaleKind.ChainOfThought, record.RequireTextOrBlank("chain-of-thought").Trim());
            return new RecordedOutput(problem, rationale, record.OptionalNumber("pred"));
        })];
    }

    private static MathProblem ItemProblem(JsonRecord record) => new(record.RequireText("item_id"), record.RequireText("question").Trim())
    {
        ExpectedAnswer = record.RequireNumber("answer_value"),
    };

    private static DistillationExample Example(MathProblem problem, RationaleKind kind, string text, string teacher) => new(problem)
    {
        Rationale = new Rationale(kind, text.Trim()),
        Teacher = teacher,
    };
}
