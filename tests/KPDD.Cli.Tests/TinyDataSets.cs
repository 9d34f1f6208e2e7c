namespace KPDD.Cli.Tests;

/// <summary>Three problems in every format: the student solves the first; the gold answer of the second is wrong on purpose.</summary>
internal static class TinyDataSets
{
    private static readonly (string Body, string Question, int Answer)[] Problems =
    [
        ("There are 6 shelves with 8 jars on each shelf.", "How many jars are there in all?", 48),
        ("A baker made 52 rolls and sold 37 of them.", "How many rolls are left?", 1_000),
        ("Mara has 14 seashells. She finds 9 more on the beach.", "How many seashells does she have now?", 23),
    ];

    public static TheoryData<string> Formats => ["gsm8k", "svamp", "asdiv", "multiarith", "addsub", "singleeq", "mawps-csv"];

    public static string Write(TemporaryFolder folder, string format) => format switch
    {
        "gsm8k" => folder.Write("test.jsonl", Join("\n", p => $$"""{"question": "{{p.Body}} {{p.Question}}", "answer": "So it is.\n#### {{p.Answer}}"}""")),
        "svamp" => folder.Write("svamp.json", $"[{Join(",", p =>
            $$"""{"ID": "chal-{{p.Answer}}", "Body": "{{p.Body}}", "Question": "{{p.Question}}", "Equation": "( 1.0 )", "Answer": {{p.Answer}}.0, "Type": "Any"}""")}]"),
        "asdiv" => folder.Write("asdiv.xml", $"<Set><ProblemSet>{Join(string.Empty, p =>
            $"""<Problem ID="nluds-{p.Answer}" Grade="1" Source="s"><Body>{p.Body}</Body><Question>{p.Question}</Question><Solution-Type>Any</Solution-Type><Answer>{p.Answer} (pieces)</Answer><Formula>1=1</Formula></Problem>""")}</ProblemSet></Set>"),
        "multiarith" or "singleeq" => folder.Write("list.json", SolutionList(p => $"[{p.Answer}.0]")),
        "addsub" => folder.Write("addsub.json", SolutionList(p => $"[\"{p.Answer}\"]")),
        "mawps-csv" => folder.Write("dev.csv", MaskedCsv),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The same problems with masks and equations: what <c>kpdd train</c> can learn from, too.</summary>
    public const string MaskedCsv =
        """
        Question,Numbers,Equation,Answer
        There are number0 shelves with number1 jars on each shelf. How many jars are there in all?,6 8,* number0 number1,48
        A baker made number0 rolls and sold number1 of them. How many rolls are left?,52 37,- number0 number1,1000
        Mara has number0 seashells. She finds number1 more on the beach. How many seashells does she have now?,14 9,+ number0 number1,23

        """;

    /// <summary>A distillation set with chains of thought.</summary>
    public const string Chains =
        """
        {"id": "1", "question": "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?", "expectedAnswer": "48", "kind": "cot", "rationale": "6 * 8 = 48. The answer is 48."}
        {"id": "2", "question": "A baker made 52 rolls and sold 37 of them. How many rolls are left?", "expectedAnswer": "15", "kind": "cot", "rationale": "52 - 37 = 15. The answer is 15."}

        """;

    private static string SolutionList(Func<(string Body, string Question, int Answer), string> solutions) =>
        $"[{Join(",", p => $$"""{"iIndex": {{p.Answer}}, "sQuestion": " {{p.Body}}  {{p.Question}} ", "lSolutions": {{solutions(p)}}}""")}]";

    private static string Join(string separator, Func<(string Body, string Question, int Answer), string> write) =>
        string.Join(separator, Problems.Select(write));
}
