namespace KPDD.Models.Tiny.Tests;

/// <summary>Problems written for this test, so no student was trained on them.</summary>
internal static class EverydayProblems
{
    public static readonly IReadOnlyList<MathProblem> All =
    [
        Problem("shells", "Mara has 14 seashells. She finds 9 more on the beach. How many seashells does she have now?", "23"),
        Problem("rolls", "A baker made 52 rolls and sold 37 of them. How many rolls are left?", "15"),
        Problem("jars", "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?", "48"),
        Problem("marbles", "Tom shares 45 marbles equally among 5 friends. How many marbles does each friend get?", "9"),
        Problem("sheep", "A farm has 23 sheep and 15 goats. How many more sheep than goats are there?", "8"),
        Problem("pencils", "Lea bought 3 packs of 12 pencils. She gave 10 pencils to her brother. How many pencils does she have left?", "26"),
        Problem("stamps", "Nina had 61 stamps. She gave 18 stamps to Omar. How many stamps does Nina have left?", "43"),
        Problem("chairs", "A hall has 9 rows of chairs with 14 chairs in each row. How many chairs are there?", "126"),
        Problem("eggs", "Mr. Diaz packs 72 eggs into boxes of 6. How many boxes does he need?", "12"),
        Problem("books", "Ivan read 27 pages on Monday and 35 pages on Tuesday. How many pages did he read in all?", "62"),
    ];

    private static MathProblem Problem(string id, string question, string answer) => new(id, question) { ExpectedAnswer = answer };
}
