using System.Numerics;

namespace KPDD;

/// <summary>An answer as data: exactly the Python value, in the nearest .NET type. Match on the derived records.</summary>
/// <param name="TypeName">The Python type's name, for example <c>int</c> or <c>Fraction</c>.</param>
public abstract record ProgramValue(string TypeName);

/// <summary>Python's <c>None</c>, as a part of a container.</summary>
public sealed record ProgramNone() : ProgramValue("NoneType");

/// <summary>A <c>bool</c>.</summary>
/// <param name="Value">The value.</param>
public sealed record ProgramBoolean(bool Value) : ProgramValue("bool");

/// <summary>An <c>int</c> of any size.</summary>
/// <param name="Value">The value.</param>
public sealed record ProgramInteger(BigInteger Value) : ProgramValue("int");

/// <summary>A <c>float</c>, bit for bit; not-a-number and the infinities included.</summary>
/// <param name="Value">The value.</param>
public sealed record ProgramFloat(double Value) : ProgramValue("float");

/// <summary>A <c>complex</c> number, bit for bit.</summary>
/// <param name="Value">The value.</param>
public sealed record ProgramComplex(Complex Value) : ProgramValue("complex");

/// <summary>A <c>Fraction</c> in lowest terms.</summary>
/// <param name="Numerator">Carries the sign.</param>
/// <param name="Denominator">Positive.</param>
public sealed record ProgramFraction(BigInteger Numerator, BigInteger Denominator) : ProgramValue("Fraction");

/// <summary>A <c>Decimal</c>. It may have more digits and a larger exponent than <see cref="decimal"/> holds, so it stays text.</summary>
/// <param name="Text">For example <c>59.97</c>, <c>1E+999</c> or <c>NaN</c>.</param>
public sealed record ProgramDecimal(string Text) : ProgramValue("Decimal");

/// <summary>A <c>str</c>. Lone surrogates, which no host can hold, are written as escapes.</summary>
/// <param name="Value">The value.</param>
public sealed record ProgramText(string Value) : ProgramValue("str");

/// <summary>A <c>bytes</c> value.</summary>
/// <param name="Value">The bytes.</param>
public sealed record ProgramBytes(ReadOnlyMemory<byte> Value) : ProgramValue("bytes");

/// <summary>A <c>list</c>, <c>tuple</c>, <c>set</c> or <c>frozenset</c>.</summary>
/// <param name="TypeName">Which of them.</param>
/// <param name="Items">The items; of a set in no particular order.</param>
public sealed record ProgramSequence(string TypeName, IReadOnlyList<ProgramValue> Items) : ProgramValue(TypeName);

/// <summary>A <c>dict</c>.</summary>
/// <param name="Entries">Keys and values in the dictionary's order.</param>
public sealed record ProgramMapping(IReadOnlyList<KeyValuePair<ProgramValue, ProgramValue>> Entries) : ProgramValue("dict");

/// <summary>A <c>range</c>.</summary>
/// <param name="Start">The first number.</param>
/// <param name="Stop">The bound, not included.</param>
/// <param name="Step">The step, never zero.</param>
public sealed record ProgramRange(BigInteger Start, BigInteger Stop, BigInteger Step) : ProgramValue("range");

/// <summary>A <c>date</c>, <c>datetime</c>, <c>time</c> or <c>timedelta</c>.</summary>
/// <param name="TypeName">Which of them.</param>
/// <param name="Text">As Python's <c>str()</c> writes it, for example <c>2024-02-29</c>.</param>
public sealed record ProgramMoment(string TypeName, string Text) : ProgramValue(TypeName);

/// <summary>A value of an extra module, such as sympy or numpy: only its name and <see cref="ProgramResult.Value"/> tell of it.</summary>
/// <param name="TypeName">Its type.</param>
public sealed record ProgramOther(string TypeName) : ProgramValue(TypeName);
