using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>One record of the journal: all that the teacher answered for one path of one problem.</summary>
/// <param name="Number">The problem's place in the data set, from 0.</param>
/// <param name="Id">The problem's id.</param>
/// <param name="Question">Its text.</param>
/// <param name="Path">The path's number, from 0.</param>
internal sealed record JournalLine(int Number, string Id, string Question, int Path)
{
    public string? ExpectedAnswer { get; init; }

    public IReadOnlyList<TeacherReply> Replies { get; init; } = [];

    public MathProblem Problem => new(Id, Question) { ExpectedAnswer = ExpectedAnswer };

    public static JournalLine From(int number, TeacherPath path) => new(number, path.Problem.Id, path.Problem.Question, path.PathNumber)
    {
        ExpectedAnswer = path.Problem.ExpectedAnswer,
        Replies = path.Replies,
    };

    /// <exception cref="JsonException">This is no record.</exception>
    public static JournalLine Parse(ReadOnlySpan<byte> line)
    {
        JournalLine read = JournalJson.Parse<JournalLine>(line);
        return read is { Number: >= 0, Path: >= 0 and < KeyPointTeacherOptions.MaxPaths } ? read : throw new JsonException("a number is out of range");
    }
}
