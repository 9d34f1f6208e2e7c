using System.Numerics;

namespace KPDD.PythonNet.Tests;

[Collection(PythonCollection.Name)]
public class TypedValueTests(PythonFixture python)
{
    public static TheoryData<string, ProgramValue> Scalars => new()
    {
        { "answer = 2**200 - 1", new ProgramInteger(BigInteger.Pow(2, 200) - 1) },
        { "answer = -(2**200)", new ProgramInteger(-BigInteger.Pow(2, 200)) },
        { "answer = 0", new ProgramInteger(0) },
        { "answer = True", new ProgramBoolean(true) },
        { "answer = 22 / 7", new ProgramFloat(22.0 / 7) },
        { "answer = -0.0", new ProgramFloat(-0.0) },
        { "answer = 5e-324", new ProgramFloat(double.Epsilon) },
        { "answer = 1.7976931348623157e308", new ProgramFloat(double.MaxValue) },
        { "answer = float('-inf')", new ProgramFloat(double.NegativeInfinity) },
        { "answer = float('nan')", new ProgramFloat(double.NaN) },
        { "answer = 1.5 - 2j", new ProgramComplex(new Complex(1.5, -2)) },
        { "from fractions import Fraction\nanswer = Fraction(-22, 7)", new ProgramFraction(-22, 7) },
        { "from decimal import Decimal\nanswer = Decimal('19.990') * 3", new ProgramDecimal("59.970") },
        { "answer = 'a\\nb\\u00e9\\U0001f600'", new ProgramText("a\nbé😀") },
        { "answer = range(10, 0, -3)", new ProgramRange(10, 0, -3) },
        { "import datetime\nanswer = datetime.date(2024, 2, 29)", new ProgramMoment("date", "2024-02-29") },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public async Task ExecuteAsync_Scalar_IsExact(string program, ProgramValue expected)
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync(program);

        Assert.Equal(expected, result.TypedValue);
        Assert.Equal(expected.TypeName, result.ValueType);
    }

    [Fact]
    public async Task ExecuteAsync_NegativeZero_KeepsItsSign()
    {
        python.Require();

        var value = (await python.WithPolicy.ExecuteAsync("answer = -0.0")).TypedValue;

        Assert.True(double.IsNegative(Assert.IsType<ProgramFloat>(value).Value));
    }

    [Fact]
    public async Task ExecuteAsync_Containers_KeepTheirShape()
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync("answer = {'a': (1, None, [b'\\x00\\xff']), 2: {3}}");

        var entries = Assert.IsType<ProgramMapping>(result.TypedValue).Entries;
        var tuple = Assert.IsType<ProgramSequence>(entries[0].Value);
        Assert.Equal(new ProgramText("a"), entries[0].Key);
        Assert.Equal("tuple", tuple.TypeName);
        Assert.Equal([new ProgramInteger(1), new ProgramNone()], tuple.Items.Take(2));
        var bytes = Assert.IsType<ProgramBytes>(Assert.Single(Assert.IsType<ProgramSequence>(tuple.Items[2]).Items));
        Assert.Equal([0x00, 0xff], bytes.Value.ToArray());
        Assert.Equal(new ProgramInteger(2), entries[1].Key);
        Assert.Equal("set", entries[1].Value.TypeName);
    }

    [Theory]
    [InlineData("answer = 10 ** 60000")]
    [InlineData("answer = '\\U0001f600' * 60000")]
    [InlineData("answer = '\\x01' * 16000")]
    [InlineData("answer = [None] * 10000")]
    [InlineData("answer = [()] * 16000")]
    [InlineData("answer = 1\nprint('\\x01' * 65000)")]
    [InlineData("answer = []\nfor i in range(30):\n    answer = {0: answer}")]
    public async Task ExecuteAsync_LargestAnswers_ComeThrough(string program)
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync(program);

        Assert.Equal(ProgramOutcome.Value, result.Outcome);
        Assert.NotNull(result.TypedValue);
    }

    [Fact]
    public async Task ExecuteAsync_PrintedText_HasNoTypedValue()
    {
        python.Require();

        Assert.Null((await python.WithPolicy.ExecuteAsync("print(3)")).TypedValue);
    }
}
