using System.Globalization;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>A solution as single operations, bottom-up, and its two written forms.</summary>
internal sealed class SolutionSteps
{
    private readonly List<Step> steps = [];
    private readonly IReadOnlyDictionary<char, string> literals;
    private readonly IReadOnlyDictionary<char, int> positions;

    private SolutionSteps(IReadOnlyDictionary<char, string> literals, IReadOnlyDictionary<char, int> positions)
    {
        this.literals = literals;
        this.positions = positions;
        Result = new Operand(string.Empty, 0);
    }

    private Operand Result { get; set; }

    /// <summary>Breaks an expression into steps.</summary>
    /// <param name="expression">The arithmetic.</param>
    /// <param name="literals">How each letter's value is written in a program.</param>
    /// <param name="positions">Place of each letter in the text: operands of + and * are put in that order.</param>
    public static SolutionSteps Create(
        Expression expression, IReadOnlyDictionary<char, string> literals, IReadOnlyDictionary<char, int> positions)
    {
        var solution = new SolutionSteps(literals, positions);
        solution.Result = solution.Add(expression);
        return solution;
    }

    /// <summary>The answer, without trailing zeros.</summary>
    public string Answer => Format(Result.Value);

    /// <summary>A Python program that assigns each value once.</summary>
    public string WriteProgram() =>
        string.Join('\n', steps.Select((step, i) => $"v{i + 1} = {step.Left.Name} {step.Operator} {step.Right.Name}").Append($"answer = {Result.Name}"));

    /// <summary>A line for each step, then the answer.</summary>
    public string WriteChainOfThought() =>
        string.Join('\n', steps.Select(step => $"{step.Left.Text} {step.Operator} {step.Right.Text} = {Format(step.Value)}.").Append($"The answer is {Answer}."));

    private Operand Add(Expression expression)
    {
        switch (expression)
        {
            case Letter letter:
                return new Operand(literals[letter.Name], decimal.Parse(literals[letter.Name], CultureInfo.InvariantCulture));
            case Constant constant:
                return new Operand(Format(constant.Value), constant.Value);
            case Operation { IsCommutative: true } operation:
                return FreeTerms(operation).OrderBy(Position).Select(Add).Aggregate((left, right) => Add(operation.Operator, left, right));
            case Operation operation:
                Operand left = Add(operation.Left);
                return Add(operation.Operator, left, Add(operation.Right));
            default:
                throw new ArgumentException($"Unknown expression {expression}.", nameof(expression));
        }
    }

    private Operand Add(char @operator, Operand left, Operand right)
    {
        decimal value = Operation.Apply(@operator, left.Value, right.Value)!.Value;
        steps.Add(new Step(left, @operator, right, value));
        return new Operand($"v{steps.Count}", value);
    }

    /// <summary>
    /// The terms that may change places: all of a chain such as a + b + c, but only the two operands of a + (a + b),
    /// where the second stands for a quantity of the story.
    /// </summary>
    private static IEnumerable<Expression> FreeTerms(Operation operation)
    {
        Expression[] chain = [.. Terms(operation, operation.Operator)];
        return chain.Distinct().Count() == chain.Length ? chain : [operation.Left, operation.Right];
    }

    private static IEnumerable<Expression> Terms(Expression expression, char @operator) =>
        expression is Operation operation && operation.Operator == @operator
            ? Terms(operation.Left, @operator).Concat(Terms(operation.Right, @operator))
            : [expression];

    private int Position(Expression expression) =>
        expression.Letters.Select(letter => positions[letter]).DefaultIfEmpty(int.MaxValue).Min();

    private static string Format(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private sealed record Operand(string Name, decimal Value)
    {
        public string Text => Name[0] == 'v' ? Format(Value) : Name;
    }

    private sealed record Step(Operand Left, char Operator, Operand Right, decimal Value);
}
