namespace KPDD.Core.Tests.TextFormats;

public class StudentTextFormatsTests
{
    [Fact]
    public void For_KnownNames_GivesTheirFormats()
    {
        Assert.IsType<PlainTextFormat>(StudentTextFormats.For(StudentDescription.Default));
        Assert.IsType<MaskedTextFormat>(StudentTextFormats.For(new StudentDescription { TextFormat = StudentTextFormats.MaskedName }));
    }

    [Fact]
    public void For_Templates_ReachThePlainFormat()
    {
        IStudentTextFormat format = StudentTextFormats.For(new StudentDescription { KeyPointTemplate = "K {question}", SolveTemplate = "S {question}" });
        var problem = new MathProblem("p", "How many?");

        Assert.Equal("K How many?", format.FormatKeyPointPrompt(problem));
        Assert.Equal("S How many?", format.FormatSolvePrompt(new SolveRequest(problem)));
    }

    [Theory]
    [InlineData("Masked")]
    [InlineData("braille")]
    [InlineData("")]
    public void For_UnknownName_ThrowsKpddExceptionNamingIt(string name)
    {
        KpddException error = Assert.Throws<KpddException>(() => StudentTextFormats.For(new StudentDescription { TextFormat = name }));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }
}
