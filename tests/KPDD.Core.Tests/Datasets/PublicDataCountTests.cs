using System.Globalization;

namespace KPDD.Core.Tests;

/// <summary>The readers over the real files: every record arrives, with its gold answer.</summary>
public class PublicDataCountTests
{
    [Theory]
    [InlineData("gsm8k/train.jsonl", DatasetFormat.Gsm8k, 7473)]
    [InlineData("gsm8k/test.jsonl", DatasetFormat.Gsm8k, 1319)]
    [InlineData("gsm8k/test_socratic.jsonl", DatasetFormat.Gsm8k, 1319)]
    [InlineData("svamp/SVAMP.json", DatasetFormat.Svamp, 1000)]
    [InlineData("asdiv/ASDiv.xml", DatasetFormat.Asdiv, 2305)]
    [InlineData("svamp/mawps-asdiv-a_svamp/dev.csv", DatasetFormat.MawpsCsv, 1000)]
    [InlineData("svamp/cv_asdiv-a/fold0/train.csv", DatasetFormat.MawpsCsv, 979)]
    [InlineData("svamp/cv_asdiv-a/fold0/dev.csv", DatasetFormat.MawpsCsv, 238)]
    [InlineData("svamp/cv_asdiv-a/fold4/dev.csv", DatasetFormat.MawpsCsv, 266)]
    [InlineData("mawps_filtered/cv_mawps/fold0/train.csv", DatasetFormat.MawpsCsv, 658)]
    [InlineData("mawps_filtered/cv_mawps/fold0/dev.csv", DatasetFormat.MawpsCsv, 171)]
    [InlineData("mawps_filtered/mawps-asdiv-a_svamp/train.csv", DatasetFormat.MawpsCsv, 1945)]
    public void Read_PublicFile_GivesEveryRecord(string file, DatasetFormat format, int count)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require(file), format);

        Assert.Equal(count, problems.Count);
        Assert.Equal(count, problems.Select(p => p.Id).Distinct().Count());
        Assert.All(problems, p => Assert.False(string.IsNullOrWhiteSpace(p.Question) || string.IsNullOrWhiteSpace(p.ExpectedAnswer)));
    }

    [Fact]
    public void Read_Gsm8kTrain_HasOnlyIntegersThreeOfThemNegative()
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("gsm8k/train.jsonl"), DatasetFormat.Gsm8k);

        Assert.All(problems, p => Assert.True(AnswerNumber.Parse(p.ExpectedAnswer!).IsInteger));
        Assert.Equal(3, problems.Count(p => p.ExpectedAnswer!.StartsWith('-')));
    }

    [Fact]
    public void Read_Svamp_JoinsEveryBodyWithItsQuestion()
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("svamp/SVAMP.json"), DatasetFormat.Svamp);

        Assert.Equal(358, problems.Count(p => p.Question.Length == p.Body!.Length + p.QuestionSentence!.Length + 2));
        Assert.All(problems, p => Assert.StartsWith(p.Body!, p.Question, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.EndsWith(p.QuestionSentence!, p.Question, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_Asdiv_KeepsAnswersThatAreNotNumbers()
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require("asdiv/ASDiv.xml"), DatasetFormat.Asdiv);

        Assert.Equal(90, problems.Count(p => p.ExpectedAnswer!.Contains(';')));
        Assert.Equal(61, problems.Count(p => p.ExpectedAnswer!.Contains(':')));
        Assert.Equal(9, problems.Count(p => p.ExpectedAnswer!.Contains('/')));
        Assert.Equal(2084, problems.Count(p => decimal.TryParse(p.ExpectedAnswer, NumberStyles.Number, CultureInfo.InvariantCulture, out _)));
        Assert.DoesNotContain(problems, p => p.ExpectedAnswer!.EndsWith("(apples)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mawps_filtered/mawps-asdiv-a_svamp/train.csv")]
    [InlineData("svamp/mawps-asdiv-a_svamp/dev.csv")]
    [InlineData("svamp/cv_asdiv-a/fold1/train.csv")]
    public void Read_MaskedCsv_LeavesNoMaskInTheText(string file)
    {
        IReadOnlyList<MathProblem> problems = Datasets.Read(PublicData.Require(file), DatasetFormat.MawpsCsv);

        Assert.All(problems, p => Assert.DoesNotMatch(@"number\d", p.Question + p.Body + p.QuestionSentence));
        // One problem ("Convert 0.176 to a percent .") is all body and no question.
        Assert.InRange(problems.Count(p => p.QuestionSentence is null), 0, 1);
        Assert.All(problems, p => Assert.True(AnswerNumber.TryParse(p.ExpectedAnswer, out _)));
    }
}
