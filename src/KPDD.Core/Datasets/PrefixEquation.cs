namespace KPDD;

/// <summary>Reads equations in prefix form, such as <c>- number0 * number1 number2</c>.</summary>
internal static class PrefixEquation
{
    /// <summary>The same equation with its operators between their operands: <c>number0 - (number1 * number2)</c>.</summary>
    /// <exception cref="FormatException">The text is no prefix equation.</exception>
    public static string ToInfix(string prefix)
    {
        var tokens = new Queue<string>(prefix.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string infix = Take(tokens, outermost: true);
        return tokens.Count == 0
            ? infix
            : throw new FormatException($"the equation '{prefix}' goes on after its last operand");
    }

    private static string Take(Queue<string> tokens, bool outermost)
    {
        if (!tokens.TryDequeue(out string? token))
        {
            throw new FormatException("the equation ends before its last operand");
        }

        if (token is not ("+" or "-" or "*" or "/"))
        {
            return token;
        }

        string left = Take(tokens, outermost: false);
        string infix = $"{left} {token} {Take(tokens, outermost: false)}";
        return outermost ? infix : $"({infix})";
    }
}
