using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class TeacherProgramTests(PythonFixture python)
{
    // Their recorded answers were rounded more coarsely than the others.
    private static readonly string[] RoundedInTheData = ["svamp_322", "svamp_1418", "svamp_1940"];

    [Fact]
    public async Task ExecuteAsync_EveryTeacherProgram_GivesItsRecordedAnswer()
    {
        python.Require();
        string folder = PublicData.Require("mawps_filtered/teacher_programs");
        var programs = Directory.GetFiles(folder, "svamp_python_*.json").SelectMany(Read).ToArray();
        var wrong = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(programs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, token) =>
        {
            var result = await python.WithPolicy.ExecuteAsync(item.Program, token);
            if (!IsRight(item, result))
            {
                wrong.Add($"{item.Id} expected {item.Answer}: {result}");
            }
        });

        Assert.Equal(5655, programs.Length);
        Assert.Empty(wrong);
    }

    private static bool IsRight((string Id, string Program, double Answer) item, ProgramResult result)
    {
        if (result.Outcome != ProgramOutcome.Value || !double.TryParse(result.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var tolerance = RoundedInTheData.Contains(item.Id) ? 0.5 : 1e-3 * Math.Max(1, Math.Abs(item.Answer));
        return Math.Abs(value - item.Answer) <= tolerance;
    }

    private static IEnumerable<(string Id, string Program, double Answer)> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var item in document.RootElement.EnumerateArray())
        {
            yield return (
                item.GetProperty("item_id").GetString()!,
                item.GetProperty("answer_cot").GetString()!,
                double.Parse(item.GetProperty("answer_value").GetString()!, CultureInfo.InvariantCulture));
        }
    }
}
