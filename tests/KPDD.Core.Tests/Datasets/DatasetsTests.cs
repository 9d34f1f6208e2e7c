namespace KPDD.Core.Tests;

public class DatasetsTests
{
    [Fact]
    public void Read_Gsm8k_TakesTheLastMarkedNumber()
    {
        MathProblem problem = ReadOne("test.jsonl", DatasetFormat.Gsm8k, """
            {"question": " How many? ", "answer": "48/2 = <<48/2=24>>24\n#### 3 is not it\n#### -1,080"}
            """);

        Assert.Equal("gsm8k-test-0", problem.Id);
        Assert.Equal("How many?", problem.Question);
        Assert.Equal("-1080", problem.ExpectedAnswer);
    }

    [Theory]
    [InlineData("Dvds cost 76 dollars. If there is 25 dollars off", "How much is it?", "Dvds cost 76 dollars. If there is 25 dollars off, How much is it?")]
    [InlineData("Dan had 3 dollars", "How much did he spend?", "Dan had 3 dollars. How much did he spend?")]
    [InlineData("Dan had 3 dollars", "how much did he spend?", "Dan had 3 dollars, how much did he spend?")]
    [InlineData("Dan said: \"I had 3.\" ", "How much?", "Dan said: \"I had 3.\" How much?")]
    [InlineData("", "How much is 2 + 3?", "How much is 2 + 3?")]
    public void Read_Svamp_JoinsBodyAndQuestion(string body, string question, string joined)
    {
        MathProblem problem = ReadOne("SVAMP.json", DatasetFormat.Svamp, $$"""
            [{"ID": "chal-1", "Body": {{Quote(body)}}, "Question": "{{question}}", "Equation": "( 76.0 - 25.0 )", "Answer": 51.0, "Type": "Subtraction"}]
            """);

        Assert.Equal("chal-1", problem.Id);
        Assert.Equal(joined, problem.Question);
        Assert.Equal("51", problem.ExpectedAnswer);
        Assert.Equal(question, problem.QuestionSentence);
        Assert.Equal(body.Length == 0 ? null : body.Trim(), problem.Body);
        Assert.Equal("( 76.0 - 25.0 )", problem.Equation);
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\" chal-7 \"", "chal-7")]
    [InlineData("null", "svamp-0")]
    public void Read_Svamp_TakesIdsWrittenAsTextOrNumber(string id, string expected) =>
        Assert.Equal(expected, ReadOne("svamp.json", DatasetFormat.Svamp, $$"""[{"ID": {{id}}, "Question": "How much?", "Answer": "51.0"}]""").Id);

    [Theory]
    [InlineData("9 (apples)", "9")]
    [InlineData("14  (seats)", "14")]
    [InlineData("3.50 (dollars)", "3.5")]
    [InlineData("5/2 (cups)", "5/2")]
    [InlineData("-(1/3)", "-(1/3)")]
    [InlineData("5 (years old); 15 (years old)", "5; 15")]
    [InlineData("3:30 p.m.", "3:30 p.m.")]
    [InlineData("They are equal", "They are equal")]
    public void Read_Asdiv_KeepsAnswersWithoutUnits(string answer, string expected)
    {
        MathProblem problem = ReadOne("ASDiv.xml", DatasetFormat.Asdiv, $"""
            <Set><ProblemSet><Problem ID="nluds-0001" Grade="1" Source="s">
              <Body>Seven apples, </Body><Question>how many?</Question><Solution-Type>Addition</Solution-Type>
              <Answer>{answer}</Answer><Formula>7+2=9</Formula>
            </Problem></ProblemSet></Set>
            """);

        Assert.Equal(expected, problem.ExpectedAnswer);
        Assert.Equal("Seven apples, how many?", problem.Question);
        Assert.Equal("7+2=9", problem.Equation);
        Assert.Equal("nluds-0001", problem.Id);
    }

    [Theory]
    [InlineData(DatasetFormat.MultiArith, "[ 8.0 ]")]
    [InlineData(DatasetFormat.SingleEq, "[8]")]
    [InlineData(DatasetFormat.AddSub, "[\"8.00\"]")]
    public void Read_SolutionList_TidiesBlanksAndReadsNumbersInStrings(DatasetFormat format, string solutions)
    {
        MathProblem problem = ReadOne("problems.json", format, $$"""
            [{"iIndex": 7, "sQuestion": " Ann  had 5 apples .\n How many ? ", "lSolutions": {{solutions}}, "lEquations": ["X=5+3"]}]
            """);

        Assert.Equal("Ann had 5 apples . How many ?", problem.Question);
        Assert.Equal("8", problem.ExpectedAnswer);
        Assert.Equal($"{DatasetFormats.GetName(format)}-problems-0", problem.Id);
    }

    [Fact]
    public void Read_MaskedCsv_PutsTheNumbersBack()
    {
        MathProblem problem = ReadOne("dev.csv", DatasetFormat.MawpsCsv,
            "Question,Numbers,Equation,Answer,group_nums,Body,Ques_Statement\n" +
            "\"Numbers of dvds: number0, each $number1. The price falls by number2% , how much ?\",25000.0 2.50 10,* number0 number1,62500.0,\"[1, 2]\"," +
            "\"Numbers of dvds: number0, each $number1.\",\"The price falls by number2% , how much ?\"\n");

        Assert.Equal("Numbers of dvds: 25000, each $2.50. The price falls by 10% , how much ?", problem.Question);
        Assert.Equal("Numbers of dvds: 25000, each $2.50.", problem.Body);
        Assert.Equal("The price falls by 10% , how much ?", problem.QuestionSentence);
        Assert.Equal("62500", problem.ExpectedAnswer);
        Assert.Equal("* number0 number1", problem.Equation);
        Assert.Equal("mawps-csv-dev-0", problem.Id);
    }

    [Fact]
    public void Read_MaskedCsvWithQuesColumnAndNoBody_GivesTheQuestionSentenceAlone()
    {
        MathProblem problem = ReadOne("dev.csv", DatasetFormat.MawpsCsv,
            "Question,Numbers,Equation,Answer,Body,Ques\r\nWhat is number0 % of number1 ?,30 120,* number0 number1,36,Empty,What is number0 % of number1 ?\r\n");

        Assert.Null(problem.Body);
        Assert.Equal("What is 30 % of 120 ?", problem.QuestionSentence);
    }

    [Fact]
    public void MaskedProblemsRead_TwelveNumbers_KeepsMasksAndUnmasksTheLongestIndex()
    {
        using var file = new TemporaryFile("dev.csv",
            "Question,Numbers,Equation,Answer\nnumber1 and number11 ?,0 1 2 3 4 5 6 7 8 9 10 11.0,+ number1 number11,12\n");

        MaskedProblem problem = Assert.Single(MaskedProblems.Read(file.FullName));

        Assert.Equal("number1 and number11 ?", problem.MaskedQuestion);
        Assert.Equal("11.0", problem.Numbers[11]);
        Assert.Equal("+ number1 number11", problem.PrefixEquation);
        Assert.Equal("1 and 11 ?", problem.ToMathProblem().Question);
    }

    [Theory]
    [InlineData("number0", "number0")]
    [InlineData("+ number0 number1", "number0 + number1")]
    [InlineData("- number0 * number1 2.0", "number0 - (number1 * 2.0)")]
    [InlineData("/ - number0 number1 number2", "(number0 - number1) / number2")]
    public void ToInfixEquation_PrefixEquation_KeepsTheOrderOfOperations(string prefix, string infix) =>
        Assert.Equal(infix, Masked(prefix).ToInfixEquation());

    [Theory]
    [InlineData("")]
    [InlineData("+ number0")]
    [InlineData("+ number0 number1 number2")]
    public void ToInfixEquation_BrokenEquation_NamesTheProblem(string prefix)
    {
        KpddException e = Assert.Throws<KpddException>(() => Masked(prefix).ToInfixEquation());

        Assert.Contains("dev.csv:0", e.Message, StringComparison.Ordinal);
    }

    private static MaskedProblem Masked(string prefix) =>
        new("dev.csv:0", "number0 number1 number2 ?", ["1", "2", "3"]) { PrefixEquation = prefix, ExpectedAnswer = "0" };

    [Fact]
    public async Task ReadAsync_File_GivesWhatReadGives()
    {
        using var file = new TemporaryFile("test.jsonl", "{\"question\":\"a?\",\"answer\":\"#### 1\"}\n\n{\"question\":\"b?\",\"answer\":\"#### 2\"}");

        List<MathProblem> problems = await Datasets.ReadAsync(file.FullName, DatasetFormat.Gsm8k).ToListAsync();

        Assert.Equal(Datasets.Read(file.FullName, DatasetFormat.Gsm8k), problems);
        Assert.Equal(2, problems.Count);
    }

    [Theory]
    [InlineData(DatasetFormat.Gsm8k, "", "{\"question\":\"How many?\",\"answer\":\"#### 1\"}\n")]
    [InlineData(DatasetFormat.MawpsCsv, "Question,Numbers,Equation,Answer\n", "How many number0 ?,1,number0,1\n")]
    public async Task ReadAsync_LinesAndTables_AreNotReadFurtherThanAskedFor(DatasetFormat format, string header, string record)
    {
        const int Records = 2000;
        using var file = new TemporaryFile("long.txt", string.Empty);
        byte[] notUtf8 = [0xE9, 0x0A];
        File.WriteAllBytes(file.FullName, [.. System.Text.Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat(record, Records))), .. notUtf8]);
        int read = 0;

        // Were the file read as a whole, its last byte would be the first thing to be complained of.
        KpddException error = await Assert.ThrowsAsync<KpddException>(async () =>
        {
            await foreach (MathProblem problem in Datasets.ReadAsync(file.FullName, format))
            {
                read++;
            }
        });

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        Assert.InRange(read, Records / 2, Records);
    }

    [Fact]
    public async Task ReadAsync_CancelledBetweenProblems_Throws()
    {
        using var file = new TemporaryFile("test.jsonl", "{\"question\":\"a?\",\"answer\":\"#### 1\"}\n{\"question\":\"b?\",\"answer\":\"#### 2\"}");
        using var source = new CancellationTokenSource();
        await using IAsyncEnumerator<MathProblem> problems =
            Datasets.ReadAsync(file.FullName, DatasetFormat.Gsm8k, source.Token).GetAsyncEnumerator();
        await problems.MoveNextAsync();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await problems.MoveNextAsync());
    }

    private static MathProblem ReadOne(string name, DatasetFormat format, string content)
    {
        using var file = new TemporaryFile(name, content);
        return Assert.Single(Datasets.Read(file.FullName, format));
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
