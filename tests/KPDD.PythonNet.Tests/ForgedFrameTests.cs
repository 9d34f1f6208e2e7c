namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class ForgedFrameTests(PythonFixture python)
{
    private const int Rounds = 60;

    // A real process writes to its result pipe whatever it likes.
    private const string Program = """
        import os, random, struct
        random.seed({0})
        junk = random.randbytes(random.choice([1, 15, 16, 19, 20, 21, 300, 70000]))
        size = random.choice([0, 1, len(junk), 2 ** 31, 2 ** 32 - 1])
        start = random.choice([b'', bytes(16), struct.pack('=16sI', bytes(16), size)])
        try:
            os.write(3, start + junk)
        except OSError:
            pass
        os._exit(random.randrange(3))
        """;

    [Fact]
    public async Task ExecuteAsync_ProgramWritesToTheResultPipe_IsACrashAndTheNextOneIsServed()
    {
        python.Require();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the report goes to the standard output.");
        for (var round = 0; round < Rounds; round++)
        {
            var forged = await python.WithoutPolicy.ExecuteAsync(Program.Replace("{0}", $"{round}", StringComparison.Ordinal));

            Assert.True(forged.Outcome == ProgramOutcome.Crashed, forged.ToString());
            Assert.Equal("5", (await python.WithoutPolicy.ExecuteAsync("answer = 5")).Value);
        }
    }
}
