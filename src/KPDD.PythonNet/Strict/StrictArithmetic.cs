namespace KPDD.PythonNet.Strict;

/// <summary>
/// Recognises programs that always end at once and can reach nothing: assignments of plain arithmetic, on the top level or in one function without
/// parameters. It reads text, not Python's syntax tree, so that the host parses no hostile input in Python; whatever it does not understand is refused.
/// </summary>
/// <remarks>
/// The size of every value is bounded while reading, because forty lines of <c>x = x * x</c> would otherwise fill the memory of the host.
/// Python still compiles and runs what is accepted: this class decides where, never what comes out.
/// </remarks>
internal sealed class StrictArithmetic
{
    private const int LongestProgram = 16 * 1024;
    private readonly string[] lines;
    private readonly Dictionary<string, int> topLevel = new(StringComparer.Ordinal);
    private string? function;
    private int functionBits;
    private int next;

    private StrictArithmetic(string program) => lines = program.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    /// <summary>Whether the program is strict arithmetic.</summary>
    /// <param name="program">Python source.</param>
    /// <returns>False for everything that is not understood.</returns>
    public static bool Accepts(string program) =>
        program.Length <= LongestProgram && program.All(IsPlain) && new StrictArithmetic(program).ReadProgram();

    private static bool IsPlain(char letter) => letter is '\n' or '\r' || (letter >= ' ' && letter != '\x7f' && !char.IsSurrogate(letter));

    private static bool IsBlank(string line) => line.AsSpan().TrimStart(' ') is { Length: 0 } or ['#', ..];

    private static int Indentation(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;

    private bool ReadProgram()
    {
        while (SkipBlankLines())
        {
            var line = lines[next];
            var accepted = line.StartsWith("def ", StringComparison.Ordinal) ? ReadFunction() : Indentation(line) == 0 && ReadAssignment(line, topLevel, function);
            if (!accepted)
            {
                return false;
            }
        }

        // A carriage return that did not end a line was not removed above, and ends one for Python.
        return !lines.Any(line => line.Contains('\r', StringComparison.Ordinal));
    }

    private bool SkipBlankLines()
    {
        while (next < lines.Length && IsBlank(lines[next]))
        {
            next++;
        }

        return next < lines.Length;
    }

    private bool ReadFunction()
    {
        var header = new StrictExpression(lines[next++]);
        if (function is not null || !header.ReadWord("def") || header.ReadName() is not { } name || topLevel.ContainsKey(name)
            || !(header.ReadSymbol('(') && header.ReadSymbol(')') && header.ReadSymbol(':') && header.IsAtEnd) || !SkipBlankLines())
        {
            return false;
        }

        var indentation = Indentation(lines[next]);
        if (indentation == 0 || !SkipDocumentation())
        {
            return false;
        }

        // The body may use only what it assigned itself: a name of the top level could grow between two calls.
        var locals = new Dictionary<string, int>(StringComparer.Ordinal);
        while (SkipBlankLines() && Indentation(lines[next]) > 0)
        {
            var line = lines[next];
            var returns = line.AsSpan().TrimStart(' ').StartsWith("return ");
            if (Indentation(line) != indentation || !(returns ? ReadReturn(line, locals) : ReadAssignment(line, locals, callable: null)))
            {
                return false;
            }
        }

        function = name;
        return true;
    }

    private bool ReadReturn(string line, Dictionary<string, int> locals)
    {
        next++;
        var statement = new StrictExpression(line);
        if (!statement.ReadWord("return") || statement.ReadSum(locals, null, 0) is not { } bits || !statement.IsAtEnd)
        {
            return false;
        }

        functionBits = Math.Max(functionBits, bits);
        return true;
    }

    private bool ReadAssignment(string line, Dictionary<string, int> names, string? callable)
    {
        next++;
        var statement = new StrictExpression(line);
        if (statement.ReadName() is not { } name || name == callable || statement.ReadAssignmentOperator() is not { } operation)
        {
            return false;
        }

        (string, int)? call = callable is null ? null : (callable, functionBits);
        if (statement.ReadSum(names, call, 0) is not { } bits || !statement.IsAtEnd || (operation != '=' && !names.ContainsKey(name)))
        {
            return false;
        }

        var size = operation == '=' ? bits : StrictExpression.Combine(operation, names[name], bits);
        names[name] = size;
        return size <= StrictExpression.MostBits;
    }

    private bool SkipDocumentation()
    {
        var text = lines[next].AsSpan().TrimStart(' ');
        if (!text.StartsWith("\"\"\""))
        {
            return true;
        }

        text = text[3..];
        while (true)
        {
            if (text.Contains('\\'))
            {
                return false;
            }

            if (text.IndexOf("\"\"\"") is >= 0 and var end)
            {
                next++;
                return IsBlank(text[(end + 3)..].ToString());
            }

            if (++next == lines.Length)
            {
                return false;
            }

            text = lines[next];
        }
    }
}
