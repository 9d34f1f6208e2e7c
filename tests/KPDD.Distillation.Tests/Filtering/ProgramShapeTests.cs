namespace KPDD.Distillation.Tests.Filtering;

public class ProgramShapeTests
{
    [Theory]
    [InlineData("apples = 3\nanswer = apples + 4", "a = 3\nanswer = a + 4")]
    [InlineData("a = 3\nanswer = a + 4", "a=3 # three\n\nanswer  =  a+4\n")]
    [InlineData("def solution():\n    x = 1\n    return x", "def solution():\n  \"\"\"Adds.\n  More.\"\"\"\n  y = 1\n  return y")]
    [InlineData("import math\nanswer = math.ceil(x)", "import math\nresult = math.ceil(y)")]
    [InlineData("t = 'a # b'\nanswer = 1", "s = 'a # b'\nanswer = 1")]
    public void Of_EqualUpToNames_IsTheSame(string one, string other) => Assert.Equal(ProgramShape.Of(one), ProgramShape.Of(other));

    [Theory]
    [InlineData("answer = a + 4", "answer = a - 4")]
    [InlineData("answer = 3 * 4", "answer = 3 ** 4")]
    [InlineData("answer = 3 / 4", "answer = 3 // 4")]
    [InlineData("answer = a - b", "answer = b - b")]
    [InlineData("answer = math.ceil(x)", "answer = math.floor(x)")]
    [InlineData("answer = max(a, b)", "answer = min(a, b)")]
    [InlineData("answer = 12", "answer = 1 2")]
    [InlineData("if a:\n    b = 1\n    answer = 2", "if a:\n    b = 1\nanswer = 2")]
    [InlineData("t = 'a'", "t = 'b'")]
    public void Of_OtherMeaning_Differs(string one, string other) => Assert.NotEqual(ProgramShape.Of(one), ProgramShape.Of(other));
}
