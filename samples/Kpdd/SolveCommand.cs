using System.CommandLine;
using System.Diagnostics;

namespace KPDD.Samples;

/// <summary><c>kpdd solve</c>: questions in, answers out, in the same order.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        var questions = new Argument<string[]>("question") { Description = "The problems; - reads them from standard input, one a line", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line" };
        var pipelineOptions = new PipelineOptions();
        var command = new Command("solve", "Solve word problems.") { questions, json };
        pipelineOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using KpddPipeline pipeline = await pipelineOptions.LoadAsync(parsed, cancellationToken);
            await foreach (string question in ReadAsync(parsed.GetRequiredValue(questions)).WithCancellation(cancellationToken))
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

    private static async IAsyncEnumerable<string> ReadAsync(string[] arguments)
    {
        foreach (string argument in arguments)
        {
            if (argument != "-")
            {
                yield return argument;
                continue;
            }

            while (await Console.In.ReadLineAsync() is { } line)
            {
                yield return line;
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

        Console.WriteLine(line.Question);
        WriteField("asks", line.CoreQuestion);
        foreach (string information in line.Information)
        {
            WriteField("knows", information);
        }

        foreach (string step in line.Rationale.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            WriteField(result.Rationale.Kind == RationaleKind.ProgramOfThought ? "program" : "reasons", step.TrimEnd());
        }

        WriteField("answer", line.Answer ?? $"none ({line.Status}: {result.Diagnostic})");
        WriteField("time", $"{line.Milliseconds:0} ms");
        Console.WriteLine();
    }

    private static void WriteField(string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Console.WriteLine($"  {label,-8} {text}");
        }
    }
}
