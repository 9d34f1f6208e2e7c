namespace KPDD;

/// <summary>Reads SVAMP: a JSON array of body, question, equation and answer.</summary>
internal static class SvampReader
{
    /// <summary>The problems, in file order.</summary>
    public static IEnumerable<MathProblem> Read(DataFile file)
    {
        var ids = new ProblemIds(file);
        int index = 0;
        foreach (JsonRecord record in JsonRecords.ReadArray(file))
        {
            string question = record.RequireText("Question").Trim();
            string? body = record.OptionalText("Body");
            string id = record.OptionalId("ID") ?? ProblemIds.ByIndex(DatasetFormat.Svamp, file, index);
            index++;
            yield return new MathProblem(ids.Claim(id, record.Where), ProblemText.Join(body, question))
            {
                ExpectedAnswer = record.RequireNumber("Answer"),
                Body = body,
                QuestionSentence = question,
                Equation = record.OptionalText("Equation"),
            };
        }
    }
}
