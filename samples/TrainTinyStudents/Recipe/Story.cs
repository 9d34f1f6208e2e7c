using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>A real training problem: its text with masks, the values, and the arithmetic over the masks (letter a = number0, b = number1 ...).</summary>
/// <param name="Id">Source and number.</param>
/// <param name="Text">Question with <c>number0</c>, <c>number1</c> ... for its quantities, in the order of the text.</param>
/// <param name="Values">The values as the source writes them.</param>
/// <param name="Expression">The gold arithmetic.</param>
internal sealed record Story(string Id, string Text, IReadOnlyList<string> Values, Expression Expression)
{
    /// <summary>The letter that stands for a quantity in expressions.</summary>
    public static char Letter(int quantity) => (char)('a' + quantity);
}
