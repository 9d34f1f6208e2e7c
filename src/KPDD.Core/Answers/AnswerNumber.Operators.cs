using System.Numerics;

namespace KPDD;

/// <content>Arithmetic and order, exact throughout.</content>
public readonly partial struct AnswerNumber
{
    /// <summary>Makes a number of an integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator AnswerNumber(long value) => new(value, BigInteger.One);

    /// <summary>Makes a number of an integer.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The number.</returns>
    public static AnswerNumber FromInt64(long value) => value;

    /// <summary>Adds.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static AnswerNumber operator +(AnswerNumber left, AnswerNumber right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Subtracts.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static AnswerNumber operator -(AnswerNumber left, AnswerNumber right) => left + -right;

    /// <summary>Changes the sign.</summary>
    /// <param name="value">The number.</param>
    public static AnswerNumber operator -(AnswerNumber value) => new(-value.Numerator, value.Denominator);

    /// <summary>Multiplies.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static AnswerNumber operator *(AnswerNumber left, AnswerNumber right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Divides.</summary>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor; not 0.</param>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is 0.</exception>
    public static AnswerNumber operator /(AnswerNumber left, AnswerNumber right) =>
        right.Numerator.IsZero
            ? throw new DivideByZeroException()
            : new AnswerNumber(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    /// <summary>Adds.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The sum.</returns>
    public static AnswerNumber Add(AnswerNumber left, AnswerNumber right) => left + right;

    /// <summary>Subtracts.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The difference.</returns>
    public static AnswerNumber Subtract(AnswerNumber left, AnswerNumber right) => left - right;

    /// <summary>Changes the sign.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number with the other sign.</returns>
    public static AnswerNumber Negate(AnswerNumber value) => -value;

    /// <summary>Multiplies.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The product.</returns>
    public static AnswerNumber Multiply(AnswerNumber left, AnswerNumber right) => left * right;

    /// <summary>Divides.</summary>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor; not 0.</param>
    /// <returns>The quotient.</returns>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is 0.</exception>
    public static AnswerNumber Divide(AnswerNumber left, AnswerNumber right) => left / right;

    /// <summary>Compares for equality.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator ==(AnswerNumber left, AnswerNumber right) => left.Equals(right);

    /// <summary>Compares for inequality.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator !=(AnswerNumber left, AnswerNumber right) => !left.Equals(right);

    /// <summary>Compares order.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator <(AnswerNumber left, AnswerNumber right) => left.CompareTo(right) < 0;

    /// <summary>Compares order.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator >(AnswerNumber left, AnswerNumber right) => left.CompareTo(right) > 0;

    /// <summary>Compares order.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator <=(AnswerNumber left, AnswerNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Compares order.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator >=(AnswerNumber left, AnswerNumber right) => left.CompareTo(right) >= 0;
}
