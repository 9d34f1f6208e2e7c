using KPDD.PythonNet.Strict;

namespace KPDD.PythonNet.Tests.Strict;

public class StrictArithmeticTests
{
    [Theory]
    [InlineData("answer = 22 / 7")]
    [InlineData("a = 3\nb = a * (4 + -2) // 5 % 7\nanswer = round(b / 2, 2)  # note\n")]
    [InlineData("a = 3\r\na += 2.5\r\na //= 2\r\nanswer = max(a, 1, int(7.9))\r\n")]
    [InlineData("def solution():\n    \"\"\"How many?\n    Really?\"\"\"\n    a = 3\n\n    # half\n    b = a / 2\n    return b\n")]
    [InlineData("def solution():\n  a = 3\n  return a\nanswer = solution() + 1")]
    [InlineData("")]
    public void Accepts_PlainArithmetic_IsTrue(string program) => Assert.True(StrictArithmetic.Accepts(program));

    [Theory]
    [InlineData("answer = 2 ** 10")]
    [InlineData("answer = 1 << 3")]
    [InlineData("import math")]
    [InlineData("answer = 'a' * 3")]
    [InlineData("answer = x")]
    [InlineData("answer = [1]")]
    [InlineData("answer = (1, 2)")]
    [InlineData("answer = (1).real")]
    [InlineData("a = 1\nanswer = a.real")]
    [InlineData("answer = 1.real")]
    [InlineData("answer = 1if 1else 2")]
    [InlineData("answer = 1; b = 2")]
    [InlineData("answer = abs")]
    [InlineData("answer = open(1)")]
    [InlineData("answer = print(1)")]
    [InlineData("answer = round(5, -1000000000)")]
    [InlineData("answer = round(5, 999)")]
    [InlineData("a = 9\nanswer = round(5, a)")]
    [InlineData("answer = __import__(1)")]
    [InlineData("__builtins__ = 1")]
    [InlineData("a = b = 1")]
    [InlineData("a == 1")]
    [InlineData("answer = 1 == 1")]
    [InlineData("abs = 5\nanswer = abs(3)")]
    [InlineData("for i in range(3): pass")]
    [InlineData("def f(x):\n  return x")]
    [InlineData("def f():\n  return f()")]
    [InlineData("y = 1\ndef f():\n  return y")]
    [InlineData("def f():\n  return 1\ndef g():\n  return 2")]
    [InlineData("def f():\n  return 1\nf = 3")]
    [InlineData("def f():\n  a = 1\n    b = 2\n  return a")]
    [InlineData("def f():\n\treturn 1")]
    [InlineData("def f():\n  \"\"\"x\\\"\"\"\n  return 1")]
    [InlineData("def f():\n  \"\"\"never closed\n  return 1")]
    [InlineData("# a\rimport os")]
    [InlineData("answer = 1 \\\n+ 2")]
    [InlineData("answer = \u0661")]
    [InlineData("answer = 1\0")]
    public void Accepts_AnythingElse_IsFalse(string program) => Assert.False(StrictArithmetic.Accepts(program));

    [Fact]
    public void Accepts_ValuesThatGrowWithoutBound_IsFalse()
    {
        var squares = "x = 10\n" + string.Concat(Enumerable.Repeat("x = x * x\n", 40));
        var augmented = "x = 10\n" + string.Concat(Enumerable.Repeat("x *= x\n", 40));
        var calls = "def f():\n  x = 1" + new string('0', 300) + "\n  return x * x\na = f()\n" + string.Concat(Enumerable.Repeat("a = a * f()\n", 40));

        Assert.All([squares, augmented, calls], program => Assert.False(StrictArithmetic.Accepts(program)));
    }

    [Fact]
    public void Accepts_DeepOrLongExpressions_IsFalse()
    {
        string[] programs =
        [
            "answer = " + new string('(', 90) + "1" + new string(')', 90),
            "answer = " + new string('-', 5000) + "1",
            "answer = 1" + string.Concat(Enumerable.Repeat(" + 1", 3000)),
            "answer = " + new string('9', 5000),
            string.Concat(Enumerable.Repeat("a = 1\n", 5000)),
        ];

        Assert.All(programs, program => Assert.False(StrictArithmetic.Accepts(program)));
    }
}
