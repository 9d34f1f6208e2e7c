namespace KPDD.Core.Tests;

public class GenerationOptionsTests
{
    public static TheoryData<string, GenerationOptions> OutOfRange => new()
    {
        { "MaxNewTokens", new GenerationOptions { MaxNewTokens = 0 } },
        { "MinNewTokens", new GenerationOptions { MinNewTokens = -1 } },
        { "MinNewTokens", new GenerationOptions { MinNewTokens = 5, MaxNewTokens = 4 } },
        { "NumBeams", new GenerationOptions { NumBeams = 0 } },
        { "NumBeams", new GenerationOptions { NumBeams = 65 } },
        { "NumReturnSequences", new GenerationOptions { NumReturnSequences = 0 } },
        { "LengthPenalty", new GenerationOptions { LengthPenalty = double.NaN } },
        { "EarlyStopping", new GenerationOptions { EarlyStopping = (EarlyStopping)3 } },
        { "RepetitionPenalty", new GenerationOptions { RepetitionPenalty = 0 } },
        { "RepetitionPenalty", new GenerationOptions { RepetitionPenalty = double.PositiveInfinity } },
        { "NoRepeatNGramSize", new GenerationOptions { NoRepeatNGramSize = -1 } },
        { "Sample", new GenerationOptions { Sample = true, NumBeams = 2 } },
        { "Temperature", new GenerationOptions { Temperature = 0 } },
        { "TopK", new GenerationOptions { TopK = -1 } },
        { "TopP", new GenerationOptions { TopP = 0 } },
        { "TopP", new GenerationOptions { TopP = 1.01 } },
        { "BatchSize", new GenerationOptions { BatchSize = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OutOfRange_MessageNamesTheOption(string name, GenerationOptions options)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(options.Validate);

        Assert.Equal(name, error.ParamName);
        Assert.Contains($"GenerationOptions.{name} must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_DefaultsAndBounds_Accepted()
    {
        new GenerationOptions().Validate();
        new GenerationOptions
        {
            MaxNewTokens = 1, MinNewTokens = 1, NumBeams = 64, NumReturnSequences = 64, LengthPenalty = -2, EarlyStopping = EarlyStopping.Never,
            RepetitionPenalty = 0.1, NoRepeatNGramSize = 1, Temperature = 0.01, TopK = 1, TopP = 1, BatchSize = 1, Seed = -1,
        }.Validate();
    }
}
