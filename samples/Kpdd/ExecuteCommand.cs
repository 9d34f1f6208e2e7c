using System.CommandLine;
using KPDD.PythonNet;

namespace KPDD.Samples;

/// <summary><c>kpdd execute</c>: runs one program as the pipeline would, behind the same walls, and tells everything about it.</summary>
internal static class ExecuteCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The Python program; - reads it from standard input" };
        var json = new Option<bool>("--json") { Description = "Write the whole result as one JSON object" };
        Option<double> timeLimit = TimeLimitOption.Create();
        var command = new Command("execute", "Run a program of thought in isolation.") { file, json, timeLimit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // 1. The program's text.
            string path = parsed.GetRequiredValue(file);
            string program = path == "-"
                ? await Console.In.ReadToEndAsync(cancellationToken)
                : await File.ReadAllTextAsync(path, cancellationToken);

            // 2. One worker is enough for one program.
            var options = new PythonExecutorOptions { Workers = 1, TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(timeLimit)) };
            await using var executor = new PythonProgramExecutor(options);
            ProgramResult result = await executor.ExecuteAsync(program, cancellationToken);

            // 3. A program that gave no answer is told of, and fails the command.
            if (parsed.GetValue(json))
            {
                JsonLines.Write(ExecuteLine.From(result));
            }
            else
            {
                Write(result);
            }

            return result.Succeeded ? 0 : CommandLine.Failed;
        });
        return command;
    }

    private static void Write(ProgramResult result)
    {
        if (result.Outcome != ProgramOutcome.StandardOutput)
        {
            Console.Write(result.StandardOutput);
        }

        if (result.Succeeded)
        {
            Console.WriteLine(result.Value);
            return;
        }

        string place = result.LineNumber is { } line ? $" in line {line}" : string.Empty;
        string exception = result.ExceptionType is { } type ? $" {type}" : string.Empty;
        Console.Error.WriteLine($"{result.Outcome}{exception}{place}: {result.Message}");
    }
}
