namespace KPDD.Core.Tests;

public class RecordedTeachersPublicDataTests
{
    [Theory]
    [InlineData("gemini_level1", 7433)]
    [InlineData("gemini_level2", 7433)]
    [InlineData("llama_level1", 7442)]
    [InlineData("llama_level2", 7442)]
    public void ReadChainsOfThought_PublicFile_FindsTheGoldAnswerOfAllButAFew(string name, int count)
    {
        IReadOnlyList<MathProblem> train = Datasets.Read(PublicData.Require("gsm8k/train.jsonl"), DatasetFormat.Gsm8k);

        IReadOnlyList<DistillationExample> examples =
            RecordedTeachers.ReadChainsOfThought(PublicData.Require($"teacher_gsm8k_cot/gsm8k_{name}_ranked.json"), train);

        Assert.Equal(count, examples.Count);
        Assert.InRange(examples.Count(e => e.Problem.ExpectedAnswer is null), 0, 3);
        Assert.All(examples, e => Assert.Equal(RationaleKind.ChainOfThought, e.Rationale!.Kind));
    }

    [Fact]
    public void ReadWolframPrograms_PublicFile_ComputesThePlainOnes()
    {
        IReadOnlyList<RecordedProgram> programs = RecordedTeachers.ReadWolframPrograms(PublicData.Require("teacher_programs/gsm8k_wolfram_ndp.json"));

        Assert.Equal(7433, programs.Count);
        int plain = programs.Count(p => p.IsPlain);
        int right = programs.Count(p => p.Value is { } value && AnswerComparer.AreEqual(value, AnswerNumber.Parse(p.Problem.ExpectedAnswer!)));
        Assert.Equal(7079, plain);
        Assert.Equal(plain, right);
    }

    [Theory]
    [InlineData("svamp_nl", RationaleKind.ChainOfThought, 1900)]
    [InlineData("svamp_python_sdp", RationaleKind.ProgramOfThought, 1883)]
    [InlineData("svamp_python_ndp", RationaleKind.ProgramOfThought, 1886)]
    [InlineData("svamp_python_cdp", RationaleKind.ProgramOfThought, 1886)]
    public void ReadRationales_PublicFile_GivesEveryRecord(string name, RationaleKind kind, int count)
    {
        IReadOnlyList<DistillationExample> examples =
            RecordedTeachers.ReadRationales(PublicData.Require($"mawps_filtered/teacher_programs/{name}.json"), kind);

        Assert.Equal(count, examples.Count);
        Assert.All(examples, e => Assert.True(AnswerNumber.TryParse(e.Problem.ExpectedAnswer, out _)));
        Assert.All(examples, e => Assert.Equal(kind == RationaleKind.ProgramOfThought, e.Rationale!.Text.Contains("def solution", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("gsm8k_1", 1319, 6)]
    [InlineData("svamp_1", 1000, 0)]
    public void ReadOutputs_PublicFile_GivesEveryRecord(string name, int count, int withoutPrediction)
    {
        IReadOnlyList<RecordedOutput> outputs = RecordedTeachers.ReadOutputs(PublicData.Require($"llm_outputs/{name}.json"));

        Assert.Equal(count, outputs.Count);
        Assert.Equal(withoutPrediction, outputs.Count(o => o.PredictedAnswer is null));
    }

    [Fact]
    public void ReadGsm8kSolutions_PublicFile_TakesOutEveryCalculatorMark()
    {
        IReadOnlyList<DistillationExample> examples = RecordedTeachers.ReadGsm8kSolutions(PublicData.Require("gsm8k/train.jsonl"));

        Assert.Equal(7473, examples.Count);
        Assert.DoesNotContain(examples, e => e.Rationale!.Text.Contains("<<", StringComparison.Ordinal));
        Assert.All(examples, e => Assert.EndsWith($"The answer is {e.Problem.ExpectedAnswer}.", e.Rationale!.Text, StringComparison.Ordinal));
    }
}
