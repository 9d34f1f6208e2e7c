namespace KPDD.Distillation.Tests.Runs;

public class ShardTests
{
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedTeacher.Problems(8);

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/8", 2, 8)]
    public void TryParse_Shard_GivesIt(string text, int index, int count)
    {
        Assert.True(Shard.TryParse(text, out Shard? shard));
        Assert.Equal(new Shard(index, count), shard);
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("-1/2")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(Shard.TryParse(text, out _));

    [Fact]
    public void Owns_AnyCount_GivesEachProblemToOneShard()
    {
        for (int count = 1; count <= 5; count++)
        {
            Shard[] shards = [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))];
            Assert.All(Enumerable.Range(0, 23), number => Assert.Single(shards, shard => shard.Owns(number)));
            Assert.All(shards, shard => Assert.Equal(Enumerable.Range(0, 23).Count(shard.Owns), shard.CountOf(23)));
        }
    }

    [Fact]
    public async Task Merge_AllShards_EqualsOneRun()
    {
        using var folder = new TemporaryFolder();
        string[] shards = await RunShards(folder, 3);

        RunManifest merged = ShardMerge.Merge([shards[2], shards[0], shards[1]], folder.File("merged"));

        Assert.Equal((Shard.Whole, 8), (merged.Shard, merged.Problems));
        Assert.Equal(await RecordedTeacher.ExpectedAsync(Problems), await RecordedTeacher.ContentAsync(folder.File("merged")));
        DistillationRunOptions resume = RecordedTeacher.Options(folder.File("merged"));
        resume.Resume = true;
        ScriptedChatClient client = RecordedTeacher.Client();
        await new DistillationRun(client, resume).RunAsync(Problems.ToAsyncEnumerable());
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task Merge_MissingOrDoubledParts_AreNamed()
    {
        using var folder = new TemporaryFolder();
        string[] shards = await RunShards(folder, 3);

        Refused([shards[0], shards[2]], folder, "Missing: shard 2/3");
        Refused([shards[0], shards[1], shards[1]], folder, "are both shard 2/3");
        string journal = Path.Combine(shards[1], "journal.jsonl");
        string[] lines = PathLines(shards[1]);
        File.WriteAllLines(journal, lines[1..]);
        Refused(shards, folder, "1 paths are missing");
        File.WriteAllLines(journal, [.. lines, lines[0]]);
        Refused(shards, folder, "twice");
        File.WriteAllLines(journal, [.. lines[1..], PathLines(shards[0])[0]]);
        Refused(shards, folder, "does not belong to shard 2/3");
    }

    [Fact]
    public async Task Merge_RunsThatDiffer_AreRefused()
    {
        using var folder = new TemporaryFolder();
        string[] shards = await RunShards(folder, 2);
        string[] others = await RunShards(folder, 2, seed: 5, prefix: "other");
        string[] longer = await RunShards(folder, 2, problems: 9, prefix: "longer");
        string[] edited = await RunShards(folder, 2, edit: problem => problem with { ExpectedAnswer = "0" }, prefix: "edited");

        Refused([shards[0], others[1]], folder, "seed: 0, 5");
        Refused([shards[0], longer[1]], folder, "different data");
        Refused([shards[0], edited[1]], folder, "not the same ones");
        Refused([shards[0], "no-such-folder"], folder, "no run folder 'no-such-folder'");
        Assert.Throws<ArgumentException>(() => ShardMerge.Merge([], folder.File("merged")));
    }

    private static string[] PathLines(string shard) =>
        [.. File.ReadAllLines(Path.Combine(shard, "journal.jsonl")).Where(line => line.StartsWith("{\"number\":", StringComparison.Ordinal))];

    private static void Refused(string[] shards, TemporaryFolder folder, string reason)
    {
        KpddException exception = Assert.Throws<KpddException>(() => ShardMerge.Merge(shards, folder.File("merged")));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.File("merged"), "run.json")));
    }

    private static async Task<string[]> RunShards(TemporaryFolder folder, int count, long seed = 0, int problems = 8, Func<MathProblem, MathProblem>? edit = null, string prefix = "shard")
    {
        string[] folders = [.. Enumerable.Range(1, count).Select(index => folder.File($"{prefix}-{index}"))];
        for (int index = 1; index <= count; index++)
        {
            DistillationRunOptions options = RecordedTeacher.Options(folders[index - 1]);
            options.Shard = new Shard(index, count);
            options.Teacher.Seed = seed;
            await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(problems).Select(edit ?? (problem => problem)).ToAsyncEnumerable());
        }

        return folders;
    }
}
