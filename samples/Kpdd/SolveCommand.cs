using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KPDD.Samples;

/// <summary><c>kpdd solve</c>: questions in, answers out, in the same order.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        var questions = new Argument<string[]>("question") { Description = "The problems; - reads them from standard input, one a line", Arity = ArgumentArity.OneOrMore };
        questions.Validators.Add(RefuseUnknownOptions);
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line" };
        var pipelineOptions = new PipelineOptions();
        var command = new Command("solve", "Solve word problems.") { questions, json };
        pipelineOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using KpddPipeline pipeline = await pipelineOptions.LoadAsync(parsed, cancellationToken);
            await foreach (string question in ReadAsync(parsed.GetRequiredValue(questions), cancellationToken))
            {
                // One at a time: each answer appears as soon as it is there, with its own time.
                var watch = Stopwatch.StartNew();
                SolveResult result = await pipeline.SolveAsync(question, cancellationToken);
                Write(SolveLine.From(result, watch.Elapsed), result, parsed.GetValue(json));
            }

            return 0;
        });
        return command;
    }

    /// <summary>Takes <c>--jsno</c> for a mistyped option: whatever is no option would otherwise be a question.</summary>
    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        foreach (string word in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-') && value != "-" && !value.Contains(' ')))
        {
            result.AddError($"Unrecognized option '{word}'.");
        }
    }

    private static async IAsyncEnumerable<string> ReadAsync(string[] arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string argument in arguments)
        {
            if (argument != "-")
            {
                yield return argument;
                continue;
            }

            // The console's own ReadLineAsync blocks and hears of no cancellation: wait beside it, so that Ctrl+C ends the wait.
            while (await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken) is { } line)
            {
                // A file may begin with a byte order mark, which is no part of its first question.
                yield return line.TrimStart('\uFEFF');
            }
        }
    }

    private static void Write(SolveLine line, SolveResult result, bool json)
    {
        if (json)
        {
            JsonLines.Write(line);
            return;
        }

        Console.WriteLine(string.IsNullOrWhiteSpace(line.Question) ? "(blank question)" : Printable(line.Question));
        WriteField("asks", line.CoreQuestion);
        foreach (string information in line.Information)
        {
            WriteField("knows", information);
        }

        foreach (string step in line.Rationale.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            WriteField(result.Rationale.Kind == RationaleKind.ProgramOfThought ? "program" : "reasons", step.TrimEnd());
        }

        WriteField("answer", line.Answer ?? $"none: {result.Diagnostic}");
        WriteField("note", line.Answer is null ? null : result.Diagnostic);
        WriteField("time", $"{line.Milliseconds:0} ms");
        Console.WriteLine();
    }

    private static void WriteField(string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Console.WriteLine($"  {label,-8} {Printable(text)}");
        }
    }

    // A question may hold escape sequences that would repaint the terminal.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
