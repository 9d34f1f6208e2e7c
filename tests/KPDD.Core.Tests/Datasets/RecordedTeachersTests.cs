namespace KPDD.Core.Tests;

public class RecordedTeachersTests
{
    [Fact]
    public void ReadChainsOfThought_KnownAndUnknownQuestion_JoinsOneAndKeepsTheOther()
    {
        using var file = new TemporaryFile("teacher.json", """
            [{"instruction": "Ann’s 3  apples?", "output": " 3. The answer is 3"}, {"instruction": "Other?", "output": "The answer is 4"}]
            """);
        MathProblem known = new("gsm8k-train-5", "Ann's 3 apples?") { ExpectedAnswer = "3" };

        IReadOnlyList<DistillationExample> examples = RecordedTeachers.ReadChainsOfThought(file.FullName, [known], "large");

        Assert.Same(known, examples[0].Problem);
        Assert.Equal("3. The answer is 3", examples[0].Rationale!.Text);
        Assert.Equal(("teacher-1", null), (examples[1].Problem.Id, examples[1].Problem.ExpectedAnswer));
        Assert.All(examples, e => Assert.Equal("large", e.Teacher));
    }

    [Fact]
    public void ReadWolframPrograms_PlainProgram_BecomesPythonThatAssignsTheAnswer()
    {
        RecordedProgram program = ReadProgram("v1 = 4 ; v2 = 80\\nv3 = (v2 - 2) / v1\\nv4 = v3^2");

        Assert.True(program.IsPlain);
        Assert.Equal(["v1 = 4", "v2 = 80", "v3 = (v2 - 2) / v1", "v4 = v3 ** 2"], program.Assignments);
        Assert.Equal("380.25", program.Value.ToString());
        Assert.Equal(new Rationale(RationaleKind.ProgramOfThought, "v1 = 4\nv2 = 80\nv3 = (v2 - 2) / v1\nanswer = v3 ** 2"), program.ToExample()!.Rationale);
    }

    [Theory]
    [InlineData("v1 = 40\\nv2 = x\\nv3 = v1 / v2")]
    [InlineData("v1 = {55, 95}\\nv2 = Total[v1]")]
    [InlineData("v1 = 5 * 12 = 60")]
    [InlineData("v1 = 5\\nv2 = v1 == 3")]
    [InlineData("v1 = 3 4")]
    [InlineData("v1 = 2 / 0")]
    [InlineData("v1 = 90%")]
    public void ReadWolframPrograms_MoreThanAssignments_IsMarkedNotPlain(string source)
    {
        RecordedProgram program = ReadProgram(source);

        Assert.False(program.IsPlain);
        Assert.Null(program.Value);
        Assert.Null(program.ToExample());
    }

    [Fact]
    public void ReadRationales_Program_KeepsItsText()
    {
        using var file = new TemporaryFile("svamp_python_ndp.json", """
            [{"item_id": "svamp_0", "question": "q?", "answer_cot": "def solution():\n    return 203", "answer_value": "203.0"}]
            """);

        DistillationExample example = Assert.Single(RecordedTeachers.ReadRationales(file.FullName, RationaleKind.ProgramOfThought));

        Assert.Equal(("svamp_0", "203", "svamp_python_ndp"), (example.Problem.Id, example.Problem.ExpectedAnswer, example.Teacher));
        Assert.Equal("def solution():\n    return 203", example.Rationale!.Text);
    }

    [Fact]
    public void ReadOutputs_NoPrediction_IsKept()
    {
        using var file = new TemporaryFile("outputs.json", """
            [{"question": "q?", "chain-of-thought": "\nA: 9 * $2 = $18.", "pred": null, "answer": 18.0}]
            """);

        RecordedOutput output = Assert.Single(RecordedTeachers.ReadOutputs(file.FullName));

        Assert.Null(output.PredictedAnswer);
        Assert.Equal("18", output.Problem.ExpectedAnswer);
    }

    [Fact]
    public void ReadRationales_MissingField_NamesRecord()
    {
        using var file = new TemporaryFile("broken.json", """[{"item_id": "a", "question": "q?", "answer_cot": "x"}]""");

        KpddException error = Assert.Throws<KpddException>(() => RecordedTeachers.ReadRationales(file.FullName, RationaleKind.ChainOfThought));

        Assert.Contains("record 1: the field 'answer_value' is missing", error.Message, StringComparison.Ordinal);
    }

    private static RecordedProgram ReadProgram(string source)
    {
        using var file = new TemporaryFile("programs.json", $$"""
            [{"item_id": "gsm8k_1", "question": "q?", "answer_cot": "{{source}}", "answer_value": "1"}]
            """);
        return Assert.Single(RecordedTeachers.ReadWolframPrograms(file.FullName));
    }
}
