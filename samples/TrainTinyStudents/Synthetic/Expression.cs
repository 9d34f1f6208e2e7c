namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>The arithmetic behind a question: letters, constants and the four operations.</summary>
internal abstract record Expression
{
    /// <summary>Every letter in the expression, in reading order, possibly more than once.</summary>
    public abstract IEnumerable<char> Letters { get; }

    /// <summary>Every constant in the expression, in reading order.</summary>
    public abstract IEnumerable<decimal> Constants { get; }

    /// <summary>Evaluates bottom-up and gives up at the first operation whose value is not accepted.</summary>
    /// <param name="values">A value for each letter.</param>
    /// <param name="accept">Says whether the value of an operation may stand.</param>
    /// <returns>The value, or null when an operation's value was not accepted.</returns>
    public abstract decimal? Evaluate(IReadOnlyDictionary<char, decimal> values, Func<decimal, bool> accept);
}

/// <summary>A quantity of the story.</summary>
internal sealed record Letter(char Name) : Expression
{
    public override IEnumerable<char> Letters => [Name];

    public override IEnumerable<decimal> Constants => [];

    public override decimal? Evaluate(IReadOnlyDictionary<char, decimal> values, Func<decimal, bool> accept) => values[Name];
}

/// <summary>A number that is known without being told, such as 12 in a dozen.</summary>
internal sealed record Constant(decimal Value) : Expression
{
    public override IEnumerable<char> Letters => [];

    public override IEnumerable<decimal> Constants => [Value];

    public override decimal? Evaluate(IReadOnlyDictionary<char, decimal> values, Func<decimal, bool> accept) => Value;
}

/// <summary>One of + - * / between two expressions.</summary>
internal sealed record Operation(char Operator, Expression Left, Expression Right) : Expression
{
    public bool IsCommutative => Operator is '+' or '*';

    public override IEnumerable<char> Letters => Left.Letters.Concat(Right.Letters);

    public override IEnumerable<decimal> Constants => Left.Constants.Concat(Right.Constants);

    /// <summary>Applies the operator; null where it is not defined.</summary>
    public static decimal? Apply(char @operator, decimal left, decimal right) => @operator switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => right == 0 ? null : left / right,
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };

    public override decimal? Evaluate(IReadOnlyDictionary<char, decimal> values, Func<decimal, bool> accept) =>
        Left.Evaluate(values, accept) is { } left
        && Right.Evaluate(values, accept) is { } right
        && Apply(Operator, left, right) is { } value
        && accept(value)
            ? value
            : null;
}
