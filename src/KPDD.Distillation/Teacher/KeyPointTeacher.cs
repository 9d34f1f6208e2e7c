using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Has a large model write reasoning paths: core question, problem-solving information and rationale (KPDD, arXiv 2407.10167).</summary>
/// <remarks>
/// May be used from several threads at once when its client may. It disposes nothing: the client belongs to whoever created it.
/// It neither retries nor remembers.
/// </remarks>
public sealed class KeyPointTeacher
{
    private readonly IChatClient client;
    private readonly TeacherCalls calls;
    private readonly int paths;

    /// <summary>Creates the teacher.</summary>
    /// <param name="client">The model.</param>
    /// <param name="options">How it is asked; null means the defaults. Copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KeyPointTeacher(IChatClient client, KeyPointTeacherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        KeyPointTeacherOptions copy = options?.Clone() ?? new KeyPointTeacherOptions();
        copy.Validate();
        copy.Model ??= client.GetService<ChatClientMetadata>()?.DefaultModelId;
        this.client = client;
        paths = copy.Paths;
        calls = new TeacherCalls(copy);
    }

    /// <summary>Version of the prompts in use.</summary>
    public string PromptVersion => calls.PromptVersion;

    /// <summary>Writes one path.</summary>
    /// <param name="problem">The problem; its gold answer is never shown to the teacher.</param>
    /// <param name="pathNumber">Which path, from 0; it chooses the seed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The path, with whatever could be read; an answer that cannot be read or a refusal ends it early, with a diagnostic.</returns>
    /// <exception cref="ArgumentException">The problem's question is blank, or the number negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<TeacherPath> WriteAsync(MathProblem problem, int pathNumber = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentException.ThrowIfNullOrWhiteSpace(problem.Question);
        ArgumentOutOfRangeException.ThrowIfNegative(pathNumber);
        return ContinueAsync(problem, pathNumber, [], _ => { }, cancellationToken);
    }

    /// <summary>Writes all paths of a problem, one after the other.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <returns>As many paths as the options say, in the order of their numbers.</returns>
    /// <exception cref="ArgumentException">The problem's question is blank.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<TeacherPath>> WriteAllAsync(MathProblem problem, CancellationToken cancellationToken = default)
    {
        var written = new TeacherPath[paths];
        for (int number = 0; number < paths; number++)
        {
            written[number] = await WriteAsync(problem, number, cancellationToken).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>Writes what is left of a path.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="pathNumber">Which path, from 0.</param>
    /// <param name="answered">The answers that are there already, from the first call on.</param>
    /// <param name="onBegun">Given the path after each answer that another call follows.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    internal async Task<TeacherPath> ContinueAsync(
        MathProblem problem, int pathNumber, IReadOnlyList<TeacherReply> answered, Action<TeacherPath> onBegun, CancellationToken cancellationToken)
    {
        List<TeacherReply> replies = [.. answered];
        TeacherPath path = calls.Read(problem, pathNumber, answered);
        while (calls.Dialogue.Next(replies) is { } stage)
        {
            if (replies.Count > answered.Count)
            {
                onBegun(path);
            }

            List<ChatMessage> messages = calls.Messages(stage, problem, path.KeyPoints);
            ChatResponse response = await client.GetResponseAsync(messages, calls.Settings(pathNumber), cancellationToken).ConfigureAwait(false);
            replies.Add(ReplyReader.Read(stage, messages, response));
            path = calls.Read(problem, pathNumber, [.. replies]);
        }

        return path;
    }
}
