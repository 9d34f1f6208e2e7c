namespace KPDD.PythonNet.Strict;

/// <summary>Reads one line of strict arithmetic from left to right. Every expression gives an upper bound of its value's size in bits; null means refused.</summary>
internal sealed class StrictExpression(string line)
{
    /// <summary>No value may need more bits than this.</summary>
    public const int MostBits = 4096;

    private const int DoubleBits = 1024;
    private const int DeepestNesting = 20;
    private const int MostOperations = 100;
    private static readonly string[] Functions = ["abs", "round", "min", "max", "int", "float"];
    private int position;
    private int operations;

    /// <summary>True when only blanks or a comment are left.</summary>
    public bool IsAtEnd => Peek() is '\0' or '#';

    /// <summary>The size of a result of an operator.</summary>
    public static int Combine(char operation, int left, int right) => operation switch
    {
        '*' => left + right,
        '/' => Math.Max(DoubleBits, Math.Max(left, right)),
        _ => Math.Max(left, right) + 1,
    };

    /// <summary>Reads exactly this word.</summary>
    public bool ReadWord(string word) => ReadIdentifier() == word;

    /// <summary>Reads exactly this character.</summary>
    public bool ReadSymbol(char symbol)
    {
        if (Peek() != symbol)
        {
            return false;
        }

        position++;
        return true;
    }

    /// <summary>Reads the name of a variable or function; null for a name with two leading underscores or for anything else.</summary>
    public string? ReadName() => ReadIdentifier() is { } name && !name.StartsWith("__", StringComparison.Ordinal) ? name : null;

    /// <summary>Reads <c>=</c> or an operator before it; <c>//=</c> is told as <c>%</c>, which bounds alike.</summary>
    public char? ReadAssignmentOperator()
    {
        var operation = Peek() is '=' ? '=' : ReadOperator("+-*/%");
        return operation is not null && position < line.Length && line[position++] == '=' && (position == line.Length || line[position] != '=') ? operation : null;
    }

    /// <summary>Reads terms joined by + and -.</summary>
    public int? ReadSum(Dictionary<string, int> names, (string Name, int Bits)? callable, int depth)
    {
        var size = ReadProduct(names, callable, depth);
        while (size is not null && ReadOperator("+-") is { } operation)
        {
            size = Join(operation, size.Value, ReadProduct(names, callable, depth));
        }

        return size;
    }

    private int? ReadProduct(Dictionary<string, int> names, (string Name, int Bits)? callable, int depth)
    {
        var size = ReadFactor(names, callable, depth);
        while (size is not null && ReadOperator("*/%") is { } operation)
        {
            size = Join(operation, size.Value, ReadFactor(names, callable, depth));
        }

        return size;
    }

    private int? Join(char operation, int left, int? right)
    {
        if (right is null || ++operations > MostOperations)
        {
            return null;
        }

        var size = Combine(operation, left, right.Value);
        return size <= MostBits ? size : null;
    }

    private int? ReadFactor(Dictionary<string, int> names, (string Name, int Bits)? callable, int depth)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }

        var letter = Peek();
        if (letter is '+' or '-')
        {
            position++;
            return ReadFactor(names, callable, depth + 1);
        }

        if (letter == '(')
        {
            position++;
            var inner = ReadSum(names, callable, depth + 1);
            return ReadSymbol(')') ? inner : null;
        }

        if (char.IsAsciiDigit(letter) || letter == '.')
        {
            return ReadNumber();
        }

        return ReadName() is not { } name ? null
            : Peek() != '(' ? (names.TryGetValue(name, out var size) ? size : null)
            : names.ContainsKey(name) ? null
            : callable is { } own && own.Name == name ? (ReadSymbol('(') && ReadSymbol(')') ? own.Bits : null)
            : Functions.Contains(name) ? ReadArguments(name, names, callable, depth + 1)
            : null;
    }

    private int? ReadArguments(string function, Dictionary<string, int> names, (string Name, int Bits)? callable, int depth)
    {
        position++;
        var size = ReadSum(names, callable, depth);
        while (size is not null && Peek() == ',')
        {
            position++;
            // A negative number of digits makes Python compute a power of ten: only a short literal may stand there.
            var argument = function == "round" ? ReadDigitCount() : ReadSum(names, callable, depth);
            size = argument is null ? null : Math.Max(size.Value, argument.Value);
        }

        return ReadSymbol(')') ? size : null;
    }

    private int? ReadDigitCount()
    {
        Peek();
        var start = position;
        while (position < line.Length && char.IsAsciiDigit(line[position]))
        {
            position++;
        }

        return position - start is 1 or 2 ? 0 : null;
    }

    private int? ReadNumber()
    {
        var start = position;
        SkipDigits();
        var isFloat = position < line.Length && line[position] == '.';
        if (isFloat)
        {
            position++;
            SkipDigits();
        }

        if (position < line.Length && line[position] is 'e' or 'E')
        {
            isFloat = true;
            position++;
            position += position < line.Length && line[position] is '+' or '-' ? 1 : 0;
            SkipDigits();
        }

        // Python reads "1else" as two words; letters right behind a number are refused.
        var isEnded = position == line.Length || !(char.IsLetterOrDigit(line[position]) || line[position] is '_' or '.');
        var size = isFloat ? DoubleBits : 4 * (position - start);
        return isEnded && size <= MostBits ? size : null;
    }

    private void SkipDigits()
    {
        while (position < line.Length && char.IsAsciiDigit(line[position]))
        {
            position++;
        }
    }

    /// <summary>Reads an operator of the list; <c>//</c> counts as <c>%</c>. Null, and nothing read, for others, <c>**</c> among them.</summary>
    private char? ReadOperator(string wanted)
    {
        var letter = Peek();
        if (letter == '\0' || !wanted.Contains(letter, StringComparison.Ordinal))
        {
            return null;
        }

        var doubled = position + 1 < line.Length && line[position + 1] == letter;
        if (doubled && letter == '*')
        {
            return null;
        }

        position += doubled && letter == '/' ? 2 : 1;
        return doubled && letter == '/' ? '%' : letter;
    }

    private string? ReadIdentifier()
    {
        var start = Peek() is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? position : line.Length;
        while (start < line.Length && position < line.Length && (char.IsAsciiLetterOrDigit(line[position]) || line[position] == '_'))
        {
            position++;
        }

        return start < line.Length ? line[start..position] : null;
    }

    private char Peek()
    {
        while (position < line.Length && line[position] == ' ')
        {
            position++;
        }

        return position < line.Length ? line[position] : '\0';
    }
}
