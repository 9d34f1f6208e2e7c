// Solves word problems with the embedded students: ./build.sh demo ["a problem of your own"]
using System.Diagnostics;
using KPDD;
using KPDD.Models;

// 1. The problems: the argument, or six that no student has seen.
string[] questions = args.Length > 0
    ? [string.Join(' ', args)]
    :
    [
        "Mara has 14 seashells. She finds 9 more on the beach. How many seashells does she have now?",
        "A baker made 52 rolls and sold 37 of them. How many rolls are left?",
        "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?",
        "Tom shares 45 marbles equally among 5 friends. How many marbles does each friend get?",
        "A farm has 23 sheep and 15 goats. How many more sheep than goats are there?",
        "Lea bought 3 packs of 12 pencils. She gave 10 pencils to her brother. How many pencils does she have left?",
    ];

try
{
    // 2. Key points -> program -> Python -> answer, all on this machine. Disposing the pipeline ends its Python process.
    await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought);

    // 3. One result a question, whatever happens to it.
    foreach (string question in questions)
    {
        var watch = Stopwatch.StartNew();
        SolveResult result = await pipeline.SolveAsync(question);
        Print(result, watch.Elapsed);
    }

    return 0;
}
catch (KpddException e)
{
    // A missing model or interpreter: the message names the remedy.
    Console.Error.WriteLine(e.Message);
    return 1;
}

// 4. What a result holds.
static void Print(SolveResult result, TimeSpan elapsed)
{
    Console.WriteLine();
    Console.WriteLine(result.Problem.Question);
    Line("asks", result.KeyPoints?.CoreQuestion);
    foreach (string information in result.KeyPoints?.Information ?? [])
    {
        Line("knows", information);
    }

    foreach (string step in result.Rationale.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
    {
        Line(result.Rationale.Kind == RationaleKind.ProgramOfThought ? "program" : "reasons", step.TrimEnd());
    }

    Line("answer", $"{result.Answer ?? $"none: {result.Diagnostic}"}   ({elapsed.TotalMilliseconds:0} ms)");
}

static void Line(string label, string? text)
{
    if (!string.IsNullOrEmpty(text))
    {
        Console.WriteLine($"  {label,-8} {text}");
    }
}
