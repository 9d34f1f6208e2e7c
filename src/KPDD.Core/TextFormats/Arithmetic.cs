namespace KPDD;

/// <summary>Evaluates <c>+ - * / %</c> and parentheses over decimals: the calculator behind a masked chain of thought.</summary>
internal static class Arithmetic
{
    /// <summary>Value of the tokens, or null when they are no expression, divide by zero or overflow.</summary>
    public static decimal? Evaluate(IReadOnlyList<string> tokens)
    {
        try
        {
            var parser = new Parser(tokens);
            decimal value = parser.Sum();
            return parser.AtEnd ? decimal.Round(value, 10) : null;
        }
        catch (Exception e) when (e is FormatException or DivideByZeroException or OverflowException)
        {
            return null;
        }
    }

    private sealed class Parser(IReadOnlyList<string> tokens)
    {
        private int position;

        public bool AtEnd => position == tokens.Count;

        private string? Next => AtEnd ? null : tokens[position];

        public decimal Sum()
        {
            decimal value = Product();
            while (Next is "+" or "-")
            {
                value = tokens[position++] == "+" ? value + Product() : value - Product();
            }

            return value;
        }

        private decimal Product()
        {
            decimal value = Factor();
            while (Next is "*" or "/")
            {
                value = tokens[position++] == "*" ? value * Factor() : value / Factor();
            }

            return value;
        }

        private decimal Factor()
        {
            decimal value;
            switch (Next)
            {
                case "-":
                    position++;
                    return -Factor();
                case "(":
                    position++;
                    value = Sum();
                    if (Next != ")")
                    {
                        throw new FormatException("missing )");
                    }

                    position++;
                    break;
                default:
                    value = MaskedChain.Number(Next) ?? throw new FormatException("no number");
                    position++;
                    break;
            }

            if (Next == "%")
            {
                position++;
                value /= 100;
            }

            return value;
        }
    }
}
