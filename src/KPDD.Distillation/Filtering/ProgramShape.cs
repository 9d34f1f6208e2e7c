using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KPDD.Distillation;

/// <summary>A Python program without what does not change its meaning: names, spacing, comments, docstrings and blank lines.</summary>
/// <remarks>Two programs with the same shape are one program with other names. Works on tokens; it need not parse.</remarks>
internal static partial class ProgramShape
{
    // Names that mean something by themselves; every other name is the program's own choice.
    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal)
    {
        "False", "None", "True", "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
        "abs", "all", "any", "bool", "dict", "divmod", "enumerate", "filter", "float", "int", "len", "list", "map", "max", "min", "pow", "print", "range",
        "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
    };

    public static string Of(string program)
    {
        string text = Docstring().Replace(program.ReplaceLineEndings("\n"), string.Empty);
        HashSet<string> kept = [.. Fixed, .. Import().Matches(text).SelectMany(line => Name().Matches(line.Value)).Select(name => name.Value)];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var indents = new Stack<int>([0]);
        var shape = new StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            string[] tokens = [.. Token().Matches(line).Select(token => token.Value).Where(token => !token.StartsWith('#'))];
            if (tokens.Length > 0)
            {
                shape.Append(' ', Depth(indents, line)).AppendJoin(' ', tokens.Select((token, i) => Rename(token, i > 0 && tokens[i - 1] == "."))).Append('\n');
            }
        }

        return shape.ToString();

        string Rename(string token, bool isAttribute)
        {
            if (isAttribute || kept.Contains(token) || !(char.IsLetter(token[0]) || token[0] == '_') || token[^1] is '\'' or '"')
            {
                return token;
            }

            return names.TryGetValue(token, out string? known) ? known : names[token] = string.Create(CultureInfo.InvariantCulture, $"n{names.Count}");
        }
    }

    /// <summary>How many blocks a line stands in, whatever the width of their indentation.</summary>
    private static int Depth(Stack<int> indents, string line)
    {
        int width = line.Length - line.TrimStart().Length;
        while (indents.Peek() > width)
        {
            indents.Pop();
        }

        if (indents.Peek() < width)
        {
            indents.Push(width);
        }

        return indents.Count - 1;
    }

    [GeneratedRegex(""""^[ \t]*("""|''').*?\1[ \t]*$"""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Docstring();

    [GeneratedRegex(@"^[ \t]*(?:import|from)\b[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"[\p{L}_]\w*")]
    private static partial Regex Name();

    [GeneratedRegex("""#.*|[fFrRbB]{0,2}(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\d[\w.]*|[\p{L}_]\w*|\*\*=?|//=?|[-+*/%<>=!]=|\S""")]
    private static partial Regex Token();
}
