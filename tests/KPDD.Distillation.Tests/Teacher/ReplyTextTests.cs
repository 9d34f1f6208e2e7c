namespace KPDD.Distillation.Tests.Teacher;

public class ReplyTextTests
{
    [Theory]
    [InlineData("How many are left?")]
    [InlineData("Core question: How many are left?")]
    [InlineData("**Core question:** How many are left?")]
    [InlineData("\n\n\"How many are left?\"\nBecause ...")]
    [InlineData("<think>\nLet me see.\n</think>\n\nHow many are left?")]
    [InlineData("Let me see.\n</think>How many are left?")]
    public void CoreQuestion_CommonForms_GiveTheQuestion(string reply) => Assert.Equal("How many are left?", ReplyText.CoreQuestion(reply));

    [Theory]
    [InlineData("1. Ann has 3.\n2. She buys 4.")]
    [InlineData("- Ann has 3.\n- She buys 4.")]
    [InlineData("Information:\n(1) Ann has 3.\n\n(2) She buys 4.")]
    [InlineData("Here is what is needed:\r\n1) Ann has 3.\r\n2) She buys 4.\r\n")]
    [InlineData("**Information:** Ann has 3.\n* She buys 4.")]
    public void Information_CommonForms_GiveTheStatements(string reply) => Assert.Equal(["Ann has 3.", "She buys 4."], ReplyText.Information(reply));

    [Fact]
    public void Information_StatementThatOpensWithANumber_KeepsIt() =>
        Assert.Equal(["12 trays are made.", "3.5 kg are sold."], ReplyText.Information("12 trays are made.\n3.5 kg are sold."));

    [Theory]
    [InlineData("answer = 3 + 4")]
    [InlineData("```python\nanswer = 3 + 4\n```")]
    [InlineData("Here it is:\n```\nanswer = 3 + 4\n```\nIt adds.")]
    [InlineData("```python\nwrong = 1\n```\nBetter:\n```python\nanswer = 3 + 4\n```")]
    [InlineData("```python\r\nanswer = 3 + 4")]
    [InlineData("<think>Perhaps\n```python\nanswer = 1\n```</think>answer = 3 + 4")]
    public void Solution_ProgramInCommonForms_GivesTheProgram(string reply) =>
        Assert.Equal("answer = 3 + 4", ReplyText.Solution(RationaleKind.ProgramOfThought, reply));

    [Fact]
    public void Solution_IndentedProgram_KeepsItsLayout() =>
        Assert.Equal("for i in range(2):\n    answer = i", ReplyText.Solution(RationaleKind.ProgramOfThought, "```python\nfor i in range(2):\n    answer = i\n```"));

    [Theory]
    [InlineData("Core question: C?\nInformation:\n1. A.\n2. B.\nSolution:\n```python\nanswer = 7\n```")]
    [InlineData("**Core question:** C?\n\n**Information:**\n- A.\n- B.\n\n**Solution:**\nanswer = 7")]
    [InlineData("""{"coreQuestion": "C?", "information": ["A.", "B."], "solution": "answer = 7"}""")]
    [InlineData("<think>Core question: X?\nInformation:\n1. X.\nSolution: 1</think>\nCore question: C?\nInformation:\n1. A.\n2. B.\nSolution:\nanswer = 7")]
    [InlineData("<think>{so}</think>{\"coreQuestion\": \"C?\", \"information\": [\"A.\", \"B.\"], \"solution\": \"answer = 7\"}")]
    [InlineData("Sure!\n```json\n{\"coreQuestion\": \"C?\", \"information\": [\"A.\", \"B.\"], \"solution\": \"answer = 7\"}\n```")]
    public void Combined_LabelsOrJson_GiveAllParts(string reply)
    {
        (KeyPoints keyPoints, string solution) = ReplyText.Combined(RationaleKind.ProgramOfThought, reply)!.Value;

        Assert.Equal("C?", keyPoints.CoreQuestion);
        Assert.Equal(["A.", "B."], keyPoints.Information);
        Assert.Equal("answer = 7", solution);
    }

    [Theory]
    [InlineData("")]
    [InlineData("The answer is 7.")]
    [InlineData("Core question: C?\nSolution: 7")]
    [InlineData("""{"coreQuestion": "C?", "information": "A.", "solution": "answer = 7"}""")]
    [InlineData("""{"coreQuestion": "C?", "information": ["A."], "solu""")]
    public void Combined_MissingPart_IsNull(string reply) => Assert.Null(ReplyText.Combined(RationaleKind.ProgramOfThought, reply));
}
