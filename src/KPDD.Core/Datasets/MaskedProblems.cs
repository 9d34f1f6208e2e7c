namespace KPDD;

/// <summary>Reads MAWPS-style CSV files with masked quantities, keeping the masks.</summary>
/// <remarks>Columns <c>Question, Numbers, Equation, Answer</c>; where present also <c>Body</c> and <c>Ques_Statement</c> or <c>Ques</c>.</remarks>
public static class MaskedProblems
{
    /// <summary>What some files write where a problem has no body.</summary>
    private const string NoBody = "Empty";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The problems, in file order.</returns>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken; the message names file and record.</exception>
    public static IReadOnlyList<MaskedProblem> Read(string path) => [.. Parse(new DataFile(path))];

    /// <summary>The problems of a file, read one by one.</summary>
    internal static IEnumerable<MaskedProblem> Parse(DataFile file)
    {
        int index = 0;
        foreach (CsvRecord record in CsvTable.Read(file))
        {
            yield return ToProblem(record, ProblemIds.ByIndex(DatasetFormat.MawpsCsv, file, index++));
        }
    }

    private static MaskedProblem ToProblem(CsvRecord record, string id)
    {
        string question = record.Require("Question").Trim();
        string answer = record.Require("Answer");
        string[] numbers = record.Require("Numbers").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (question.Length == 0)
        {
            throw record.Error("'Question' is empty; a text was expected.");
        }

        if (numbers.FirstOrDefault(n => !AnswerNumber.TryParse(n, out _)) is { } wrong)
        {
            throw record.Error($"'Numbers' must hold numbers parted by blanks, found '{wrong}'.");
        }

        var problem = new MaskedProblem(id, question, numbers)
        {
            PrefixEquation = record.Require("Equation").Trim(),
            ExpectedAnswer = AnswerNumber.TryParse(answer, out AnswerNumber gold)
                ? gold.ToString()
                : throw record.Error($"'Answer' must be a number, found '{answer}'."),
            MaskedBody = Part(record.Optional("Body")) is { } body && body != NoBody ? body : null,
            MaskedQuestionSentence = Part(record.Optional("Ques_Statement") ?? record.Optional("Ques")),
        };
        CheckMasks(record, problem);
        return problem;
    }

    private static void CheckMasks(CsvRecord record, MaskedProblem problem)
    {
        try
        {
            problem.ToMathProblem();
            problem.Unmask(problem.PrefixEquation);
        }
        catch (KpddException e)
        {
            throw record.Error(e.Message);
        }
    }

    private static string? Part(string? text) => text?.Trim() is { Length: > 0 } part ? part : null;
}
