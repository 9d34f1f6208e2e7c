namespace KPDD.Distillation;

/// <summary>Writes kept paths into the files that trainers read.</summary>
internal sealed class TrainingFiles(LineFile set, LineFile keySet, LineFile solveSet, LineFile keyPrompts, LineFile solvePrompts, IStudentTextFormat format)
{
    private readonly HashSet<UInt128> keyPointsSeen = [];

    /// <summary>Examples of the key set so far.</summary>
    public int KeyExamples => keySet.Count;

    public async Task WriteAsync(DistillationExample example)
    {
        await set.WriteLineAsync(DistillationSet.FormatLine(example)).ConfigureAwait(false);
        await WriteKeyAsync(example).ConfigureAwait(false);
        await solveSet.WriteLineAsync(DistillationSet.FormatLine(example)).ConfigureAwait(false);
        var request = new SolveRequest(example.Problem, example.KeyPoints);
        if (format.FormatSolveTarget(request, example.Rationale!) is { } completion)
        {
            await solvePrompts.WriteAsync(new { Prompt = format.FormatSolvePrompt(request), Completion = completion }).ConfigureAwait(false);
        }
    }

    private async Task WriteKeyAsync(DistillationExample example)
    {
        // A teacher often finds the same key points on several paths; once is enough for the key student.
        if (example.KeyPoints is not { IsEmpty: false } keyPoints
            || !keyPointsSeen.Add(TextFingerprint.Of($"{example.Problem.Question}\0{keyPoints.CoreQuestion}\0{string.Join('\0', keyPoints.Information)}")))
        {
            return;
        }

        await keySet.WriteLineAsync(DistillationSet.FormatLine(example with { Rationale = null })).ConfigureAwait(false);
        if (format.FormatKeyPointTarget(example.Problem, keyPoints) is { } completion)
        {
            await keyPrompts.WriteAsync(new { Prompt = format.FormatKeyPointPrompt(example.Problem), Completion = completion }).ConfigureAwait(false);
        }
    }
}
