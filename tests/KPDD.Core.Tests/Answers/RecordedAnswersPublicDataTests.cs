namespace KPDD.Core.Tests;

/// <summary>Answer extraction over recorded model outputs, against the numbers that came with them.</summary>
public class RecordedAnswersPublicDataTests
{
    [Theory]
    [InlineData("gsm8k_1", 0.98)]
    [InlineData("svamp_1", 0.98)]
    public void Extract_RecordedOutputs_AgreesWithTheRecordedPrediction(string name, double atLeast)
    {
        IReadOnlyList<RecordedOutput> outputs = RecordedTeachers.ReadOutputs(PublicData.Require($"llm_outputs/{name}.json"));

        int agree = outputs.Count(o => Agrees(AnswerExtractor.Extract(o.Rationale.Text, AnswerRule.Lenient), o.PredictedAnswer));
        int strict = outputs.Count(o => AnswerExtractor.Extract(o.Rationale.Text).Found);
        int right = outputs.Count(o => AnswerComparer.Matches(AnswerExtractor.Extract(o.Rationale.Text).Answer, o.Problem.ExpectedAnswer));
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {agree} of {outputs.Count} agree; {strict} state an answer, {right} of them the gold one.");
        Assert.InRange((double)agree / outputs.Count, atLeast, 1);
    }

    [Theory]
    [InlineData("gemini_level1", 7328)]
    [InlineData("gemini_level2", 7071)]
    [InlineData("llama_level1", 7416)]
    [InlineData("llama_level2", 7426)]
    public void Extract_TeacherRationales_FindsTheGoldAnswerWhereItIsStated(string name, int stated)
    {
        IReadOnlyList<MathProblem> train = Datasets.Read(PublicData.Require("gsm8k/train.jsonl"), DatasetFormat.Gsm8k);
        IReadOnlyList<DistillationExample> examples =
            RecordedTeachers.ReadChainsOfThought(PublicData.Require($"teacher_gsm8k_cot/gsm8k_{name}_ranked.json"), train);

        int right = examples.Count(e => AnswerComparer.Matches(AnswerExtractor.Extract(e.Rationale!.Text).Answer, e.Problem.ExpectedAnswer));

        Assert.Equal(stated, right);
    }

    [Fact]
    public void Extract_BracketedTeacherAnswers_AllFoundAndAllButRoundedOnesGold()
    {
        IReadOnlyList<DistillationExample> examples = RecordedTeachers.ReadRationales(
            PublicData.Require("mawps_filtered/teacher_programs/svamp_nl.json"), RationaleKind.ChainOfThought);

        Assert.All(examples, e => Assert.True(AnswerExtractor.Extract(e.Rationale!.Text).Found));
        Assert.Equal(1891, examples.Count(e => Matches(e, AnswerRule.Strict)));
        Assert.InRange(examples.Count(e => Matches(e, AnswerRule.Lenient)), 1892, 1900);
    }

    private static bool Matches(DistillationExample example, AnswerRule rule) =>
        AnswerComparer.Matches(AnswerExtractor.Extract(example.Rationale!.Text).Answer, example.Problem.ExpectedAnswer, rule);

    private static bool Agrees(ExtractedAnswer extracted, string? predicted) =>
        predicted is null ? !extracted.Found : AnswerComparer.Matches(extracted.Answer, predicted);
}
