using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class PythonFloatTests
{
    [Theory]
    [InlineData("0x1.9249249249249p+1", 22.0 / 7)]
    [InlineData("-0x1.8000000000000p+0", -1.5)]
    [InlineData("0x0.0p+0", 0.0)]
    [InlineData("0x0.0000000000001p-1022", double.Epsilon)]
    [InlineData("0x0.8000000000000p-1022", 1.1125369292536007e-308)]
    [InlineData("0x1.fffffffffffffp+1023", double.MaxValue)]
    [InlineData("-inf", double.NegativeInfinity)]
    public void Parse_WhatPythonWrites_IsTheSameNumber(string text, double expected) => Assert.Equal(expected, PythonFloat.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("0x1.8p+1")]
    [InlineData("0x1.8000000000000p+2000")]
    [InlineData("0x1.8000000000000p")]
    [InlineData("0x2.0000000000000p+1")]
    [InlineData("0x1.-000000000000p+1")]
    [InlineData("--inf")]
    public void Parse_AnythingElse_IsAFormatException(string text) => Assert.Throws<FormatException>(() => PythonFloat.Parse(text));
}
