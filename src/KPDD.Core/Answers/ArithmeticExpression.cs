using System.Numerics;

namespace KPDD;

/// <summary>Computes plain arithmetic exactly: numbers, known variables, <c>+ - * / ^ **</c> and brackets. Anything else is not plain.</summary>
internal ref struct ArithmeticExpression
{
    // Deep nesting must not overflow the stack; large powers must not fill the memory.
    private const int MaxDepth = 100;
    private const int MaxPower = 1_000;
    private readonly ReadOnlySpan<char> text;
    private readonly IReadOnlyDictionary<string, AnswerNumber>? variables;
    private int position;
    private int depth;

    private ArithmeticExpression(ReadOnlySpan<char> text, IReadOnlyDictionary<string, AnswerNumber>? variables)
    {
        this.text = text;
        this.variables = variables;
    }

    /// <summary>Computes an expression.</summary>
    /// <param name="text">The expression, infix.</param>
    /// <param name="variables">Values of the names it may use; null for none.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the text is not plain arithmetic, uses an unknown name or divides by 0.</returns>
    public static bool TryEvaluate(ReadOnlySpan<char> text, IReadOnlyDictionary<string, AnswerNumber>? variables, out AnswerNumber value)
    {
        var expression = new ArithmeticExpression(text, variables);
        return expression.Sum(out value) && expression.Peek() == '\0';
    }

    private bool Sum(out AnswerNumber value)
    {
        value = default;
        if (++depth > MaxDepth || !Product(out value))
        {
            return false;
        }

        while (Peek() is '+' or '-')
        {
            bool minus = text[position++] == '-';
            if (!Product(out AnswerNumber right))
            {
                return false;
            }

            value = minus ? value - right : value + right;
        }

        depth--;
        return true;
    }

    private bool Product(out AnswerNumber value)
    {
        if (!Signed(out value))
        {
            return false;
        }

        while (Peek() is '*' or '/')
        {
            bool divide = text[position++] == '/';
            if (!Signed(out AnswerNumber right) || (divide && right.Numerator.IsZero))
            {
                return false;
            }

            value = divide ? value / right : value * right;
        }

        return true;
    }

    private bool Signed(out AnswerNumber value)
    {
        bool minus = false;
        while (Peek() is '-' or '+')
        {
            minus ^= text[position++] == '-';
        }

        if (!Power(out value))
        {
            return false;
        }

        value = minus ? -value : value;
        return true;
    }

    private bool Power(out AnswerNumber value)
    {
        if (!Atom(out value))
        {
            return false;
        }

        bool caret = Peek() == '^';
        if (!caret && !(Peek() == '*' && position + 1 < text.Length && text[position + 1] == '*'))
        {
            return true;
        }

        position += caret ? 1 : 2;
        if (++depth > MaxDepth || !Signed(out AnswerNumber exponent) || !exponent.IsInteger || BigInteger.Abs(exponent.Numerator) > MaxPower)
        {
            return false;
        }

        depth--;
        int power = (int)exponent.Numerator;
        if ((power < 0 && value.Numerator.IsZero) || value.Numerator.GetBitLength() + value.Denominator.GetBitLength() > MaxPower)
        {
            return false;
        }

        var raised = new AnswerNumber(BigInteger.Pow(value.Numerator, Math.Abs(power)), BigInteger.Pow(value.Denominator, Math.Abs(power)));
        value = power < 0 ? (AnswerNumber)1 / raised : raised;
        return true;
    }

    private bool Atom(out AnswerNumber value)
    {
        value = default;
        char c = Peek();
        if (c == '(')
        {
            position++;
            return Sum(out value) && Take(')');
        }

        int start = position;
        bool name = char.IsAsciiLetter(c) || c == '_';
        while (position < text.Length && (name ? char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_' : char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        string token = text[start..position].ToString();
        return name
            ? variables?.TryGetValue(token, out value) == true
            : token.Length > 0 && token[^1] != '.' && AnswerNumber.TryParse(token, out value);
    }

    private bool Take(char expected)
    {
        bool taken = Peek() == expected;
        position += taken ? 1 : 0;
        return taken;
    }

    private char Peek()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }
}
