namespace KPDD.Distillation;

/// <summary>The order of the calls of a path, and how the path is read from their answers. Holds no state: answers in, path out.</summary>
internal sealed class TeacherDialogue(TeacherForm form, RationaleKind kind)
{
    /// <summary>The call that comes after these answers; null when the path is complete or cannot go on.</summary>
    public TeacherStage? Next(IReadOnlyList<TeacherReply> replies)
    {
        if (replies.Count > 0 && Complaint(replies[^1]) is not null)
        {
            return null;
        }

        return (form, replies.Count) switch
        {
            (TeacherForm.ThreeCalls, 0) => TeacherStage.CoreQuestion,
            (TeacherForm.ThreeCalls, 1) => TeacherStage.Information,
            (TeacherForm.ThreeCalls, 2) => TeacherStage.Rationale,
            (not TeacherForm.ThreeCalls, 0) => TeacherStage.Combined,
            _ => null,
        };
    }

    /// <summary>The path that these answers make, complete or not.</summary>
    public TeacherPath Read(MathProblem problem, int pathNumber, IReadOnlyList<TeacherReply> replies)
    {
        var path = new TeacherPath(problem, pathNumber) { Replies = replies };
        foreach (TeacherReply reply in replies)
        {
            if (Complaint(reply) is { } complaint)
            {
                return path with { Diagnostic = complaint };
            }

            path = Add(path, reply);
        }

        return path;
    }

    private TeacherPath Add(TeacherPath path, TeacherReply reply) => reply.Stage switch
    {
        TeacherStage.CoreQuestion => path with { KeyPoints = new KeyPoints(ReplyText.CoreQuestion(reply.Text), []) },
        TeacherStage.Information => path with { KeyPoints = path.KeyPoints! with { Information = ReplyText.Information(reply.Text) } },
        TeacherStage.Rationale => path with { Rationale = new Rationale(kind, ReplyText.Solution(kind, reply.Text)) },
        _ => ReplyText.Combined(kind, reply.Text) is var (keyPoints, solution)
            ? path with { KeyPoints = keyPoints, Rationale = new Rationale(kind, solution) }
            : path,
    };

    /// <summary>What is wrong with an answer, or null.</summary>
    private string? Complaint(TeacherReply reply)
    {
        if (reply.Refused)
        {
            return $"The teacher declined at stage {reply.Stage}: {Excerpt(reply.Text)}";
        }

        if (reply.Truncated)
        {
            return $"The answer at stage {reply.Stage} was cut at the token limit.";
        }

        bool readable = reply.Stage switch
        {
            TeacherStage.CoreQuestion => ReplyText.CoreQuestion(reply.Text).Length > 0,
            TeacherStage.Information => ReplyText.Information(reply.Text).Count > 0,
            TeacherStage.Rationale => ReplyText.Solution(kind, reply.Text).Length > 0,
            _ => ReplyText.Combined(kind, reply.Text) is { Solution.Length: > 0 },
        };
        return readable ? null : $"The answer at stage {reply.Stage} cannot be read: {Excerpt(reply.Text)}";
    }

    private static string Excerpt(string text)
    {
        const int Longest = 80;
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= Longest ? line : line[..Longest] + " ...";
    }
}
