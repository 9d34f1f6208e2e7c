using System.Globalization;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Reads an infix expression over the letters a to h by recursive descent.</summary>
internal sealed class ExpressionParser
{
    private readonly string text;
    private int position;

    private ExpressionParser(string text) => this.text = text;

    /// <summary>Parses the whole text.</summary>
    /// <exception cref="FormatException">The text is not an expression.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        Expression expression = parser.Sum();
        return parser.Peek() == '\0'
            ? expression
            : throw new FormatException($"'{parser.Peek()}' is not expected in the expression '{text}'");
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (Peek() is '+' or '-')
        {
            left = new Operation(Take(), left, Product());
        }

        return left;
    }

    private Expression Product()
    {
        Expression left = Operand();
        while (Peek() is '*' or '/')
        {
            left = new Operation(Take(), left, Operand());
        }

        return left;
    }

    private Expression Operand()
    {
        switch (Peek())
        {
            case '(':
                Take();
                Expression inner = Sum();
                return Take() == ')' ? inner : throw new FormatException($"a ')' is missing in the expression '{text}'");
            case >= 'a' and <= 'h':
                return new Letter(Take());
            case >= '0' and <= '9':
                return Number();
            default:
                throw new FormatException($"a letter a to h, a number or '(' is missing in the expression '{text}'");
        }
    }

    private Constant Number()
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        return new Constant(decimal.Parse(text.AsSpan(start, position - start), CultureInfo.InvariantCulture));
    }

    private char Peek()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }

    private char Take()
    {
        char next = Peek();
        position++;
        return next;
    }
}
