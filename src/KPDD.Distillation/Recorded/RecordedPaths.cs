namespace KPDD.Distillation;

/// <summary>Turns what teachers wrote earlier into paths, so that it goes through the same filter and report as a live run.</summary>
/// <remarks>
/// The examples of one problem become its paths, numbered in their order; the paths come grouped by problem, problems in the order they first appear.
/// All members may be used from several threads at once.
/// </remarks>
public static class RecordedPaths
{
    /// <summary>Paths of recorded rationales, as <see cref="RecordedTeachers"/> and <see cref="DistillationSet"/> read them.</summary>
    /// <param name="examples">The examples; several files may follow one another.</param>
    /// <param name="readKeyPoints">Where a program came without key points, read them off it (<see cref="ProgramKeyPoints"/>).</param>
    /// <returns>One path an example.</returns>
    public static IReadOnlyList<TeacherPath> From(IEnumerable<DistillationExample> examples, bool readKeyPoints = false)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return Numbered(examples.Select(example => TeacherPath.FromExample(readKeyPoints ? WithKeyPoints(example) : example)));
    }

    /// <summary>Paths of recorded programs; one that is more than plain assignments has no rationale, and its diagnostic says so.</summary>
    /// <param name="programs">The programs.</param>
    /// <returns>One path a program.</returns>
    public static IReadOnlyList<TeacherPath> From(IEnumerable<RecordedProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        return Numbered(programs.Select(program => program.ToExample() is { } example
            ? TeacherPath.FromExample(example)
            : new TeacherPath(program.Problem, 0) { Teacher = program.Teacher, Diagnostic = "The recorded program is more than plain assignments." }));
    }

    /// <summary>Paths of recorded model answers.</summary>
    /// <param name="outputs">The answers.</param>
    /// <param name="teacher">Who wrote them.</param>
    /// <returns>One path an answer.</returns>
    public static IReadOnlyList<TeacherPath> From(IEnumerable<RecordedOutput> outputs, string teacher)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentException.ThrowIfNullOrWhiteSpace(teacher);
        return Numbered(outputs.Select(output => new TeacherPath(output.Problem, 0) { Rationale = output.Rationale, Teacher = teacher }));
    }

    private static List<TeacherPath> Numbered(IEnumerable<TeacherPath> paths) =>
        [.. paths.GroupBy(path => path.Problem.Id, StringComparer.Ordinal).SelectMany(group => group.Select((path, number) => path with { PathNumber = number }))];

    private static DistillationExample WithKeyPoints(DistillationExample example) =>
        example is { KeyPoints: null, Rationale: { Kind: RationaleKind.ProgramOfThought } program }
        && ProgramKeyPoints.From(example.Problem, program) is { CoreQuestion.Length: > 0 } points
            ? example with { KeyPoints = points }
            : example;
}
