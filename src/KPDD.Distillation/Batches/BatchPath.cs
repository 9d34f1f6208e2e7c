namespace KPDD.Distillation;

/// <summary>A path that batches ask for, with the answers it has so far.</summary>
/// <param name="Pending">The path.</param>
/// <param name="Replies">The answers, from the first call on.</param>
internal readonly record struct BatchPath(PendingPath Pending, IReadOnlyList<TeacherReply> Replies)
{
    /// <summary>The same path with one more answer.</summary>
    public BatchPath With(TeacherReply reply) => this with { Replies = [.. Replies, reply] };
}
