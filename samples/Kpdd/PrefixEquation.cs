namespace KPDD.Samples;

/// <summary>Prefix equations such as <c>- number0 * number1 number2</c> as Python expressions.</summary>
internal static class PrefixEquation
{
    public static string ToInfix(string prefix)
    {
        var tokens = new Queue<string>(prefix.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Operand(tokens, outermost: true);
    }

    private static string Operand(Queue<string> tokens, bool outermost = false)
    {
        if (!tokens.TryDequeue(out string? token))
        {
            throw new KpddException("An equation ends before its last operand.");
        }

        if (token is not ("+" or "-" or "*" or "/"))
        {
            return token;
        }

        string left = Operand(tokens);
        string infix = $"{left} {token} {Operand(tokens)}";
        return outermost ? infix : $"({infix})";
    }
}
