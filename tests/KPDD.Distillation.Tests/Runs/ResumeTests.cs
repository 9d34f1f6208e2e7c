namespace KPDD.Distillation.Tests.Runs;

public class ResumeTests
{
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedTeacher.Problems(3);

    [Fact]
    public async Task RunAsync_Problems_HoldsEveryPathOnceInOrder()
    {
        using var folder = new TemporaryFolder();

        DistillationRunResult result = await new DistillationRun(RecordedTeacher.Client(), RecordedTeacher.Options(folder.Path)).RunAsync(Problems.ToAsyncEnumerable());

        List<TeacherPath> paths = await RunReader.ReadPathsAsync(folder.Path).ToListAsync();
        Assert.Equal(DistillationRunStatus.Completed, result.Status);
        Assert.Equal(Problems.SelectMany(p => Enumerable.Range(0, 3).Select(k => (p.Id, k))), paths.Select(path => (path.Problem.Id, path.PathNumber)));
        Assert.All(paths, path => Assert.Contains(path.Problem.Question.Split(' ')[2], path.KeyPoints!.Information[0], StringComparison.Ordinal));
        Assert.Equal(("scripted-model", PromptSet.Default.Version), (paths[0].Teacher, paths[0].PromptVersion));
        Assert.Equal(3, RunManifest.Read(folder.Path).Problems);
        Assert.True(File.Exists(folder.File("prompts.json")));
    }

    [Fact]
    public async Task RunAsync_JournalCutAtAnyByte_ResumesWithExactlyTheMissingPaths()
    {
        IReadOnlyList<string> expected = await RecordedTeacher.ExpectedAsync(Problems);
        using var folder = new TemporaryFolder();
        await new DistillationRun(RecordedTeacher.Client(), RecordedTeacher.Options(folder.Path)).RunAsync(Problems.ToAsyncEnumerable());
        byte[] whole = File.ReadAllBytes(folder.File("journal.jsonl"));
        DistillationRunOptions resume = RecordedTeacher.Options(folder.Path);
        resume.Resume = true;
        for (int cut = 0; cut <= whole.Length; cut += 37)
        {
            File.WriteAllBytes(folder.File("journal.jsonl"), whole[..cut]);
            int records = JournalScanner.Paths(folder.File("journal.jsonl")).Count();
            ScriptedChatClient client = RecordedTeacher.Client();

            await new DistillationRun(client, resume).RunAsync(Problems.ToAsyncEnumerable());

            Assert.Equal(9 - records, client.Calls.Count);
            Assert.Equal(expected, await RecordedTeacher.ContentAsync(folder.Path));
        }
    }

    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_KeepsWhatWasAnswered()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        int answered = 0;
        var client = new ScriptedChatClient((messages, options) =>
        {
            if (++answered == 5)
            {
                stop.Cancel();
            }

            return RecordedTeacher.Respond(messages, options);
        });
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DistillationRun(client, options).RunAsync(Problems.ToAsyncEnumerable(), cancellationToken: stop.Token));
        options.Resume = true;
        DistillationRunResult result = await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal(DistillationRunStatus.Completed, result.Status);
        Assert.Equal(await RecordedTeacher.ExpectedAsync(Problems), await RecordedTeacher.ContentAsync(folder.Path));
    }

    [Theory]
    [InlineData("Core question:", 30)]
    [InlineData("Information:", 60)]
    public async Task RunAsync_CallThatFailedInThreeCalls_IsTheFirstOneToBeAskedAgain(string failing, int answered)
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedAnswers.Options(folder.Path, TeacherForm.ThreeCalls);
        options.Requests.MaxAttempts = 1;
        options.MaxConsecutiveFailures = 100;
        options.Resume = true;
        ScriptedChatClient teacher = RecordedAnswers.Client();
        var broken = new ScriptedChatClient((messages, settings) => messages[^1].Text.Contains($"\n{failing}", StringComparison.Ordinal)
            ? throw new IOException("reset")
            : teacher.GetResponseAsync(messages, settings).Result);

        DistillationRunResult first = await new DistillationRun(broken, options).RunAsync(RecordedAnswers.Problems.ToAsyncEnumerable());
        Assert.Equal((30, answered), (first.Progress.Failed, teacher.Calls.Count));
        await new DistillationRun(teacher, options).RunAsync(RecordedAnswers.Problems.ToAsyncEnumerable());

        Assert.Equal(90, teacher.Calls.Count);
        Assert.Equal(await RecordedAnswers.ExpectedSetAsync(TeacherForm.ThreeCalls), await RecordedAnswers.SetAsync(folder.Path));
        Assert.False(File.Exists(folder.File("unfinished.jsonl")));
    }

    [Fact]
    public async Task RunAsync_FolderWithARun_IsRefusedWithoutResume()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(Problems.ToAsyncEnumerable());

        await Refused(options, Problems, "a run already");
    }

    [Fact]
    public async Task RunAsync_ResumedOtherwise_NamesTheDifference()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(Problems.ToAsyncEnumerable());
        options.Resume = true;
        options.Teacher.Temperature = 0.2;

        await Refused(options, Problems, "temperature: 0.7, 0.2");
    }

    [Fact]
    public async Task RunAsync_OtherDataFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(Problems.ToAsyncEnumerable());
        options.Resume = true;

        await Refused(options, [Problems[1], Problems[0], Problems[2]], "'problem-1' here, and another one in the journal");
        await Refused(options, [Problems[0]], "ends after 1 problems");
        await Refused(options, [.. Problems, Problems[0]], "Two problems have the id 'problem-0'");
    }

    [Fact]
    public async Task RunAsync_FolderInUse_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using FolderLock held = RunLock.Take(new RunFolder(folder.Path));

        await Refused(RecordedTeacher.Options(folder.Path), Problems, "another process is writing this run");
    }

    [Fact]
    public async Task RunAsync_LineThatIsNoRecord_IsNamed()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(Problems.ToAsyncEnumerable());
        string[] lines = File.ReadAllLines(folder.File("journal.jsonl"));
        lines[1] = "{}";
        File.WriteAllLines(folder.File("journal.jsonl"), lines);
        options.Resume = true;

        await Refused(options, Problems, "line 2");
    }

    private static async Task Refused(DistillationRunOptions options, IReadOnlyList<MathProblem> problems, string reason)
    {
        ScriptedChatClient client = RecordedTeacher.Client();
        KpddException exception = await Assert.ThrowsAsync<KpddException>(() => new DistillationRun(client, options).RunAsync(problems.ToAsyncEnumerable()));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Empty(client.Calls);
    }
}
