using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace KPDD.PythonNet.Isolation;

/// <summary>Reads an answer's data: an array of the type's name and its content. The bytes come from an untrusted process.</summary>
internal static class ProgramData
{
    /// <summary>The levels of JSON that the deepest answer takes; deeper JSON is no answer.</summary>
    public const int LargestDepth = (3 * 33) + 4;

    /// <summary>The value.</summary>
    /// <exception cref="FormatException">It is not written as a worker writes it.</exception>
    /// <exception cref="InvalidOperationException">A part is of another JSON type.</exception>
    public static ProgramValue Read(JsonElement data)
    {
        var name = data.GetArrayLength() > 0 ? Text(data, 0) : throw new FormatException("A value without a type.");
        return (name, data.GetArrayLength()) switch
        {
            ("NoneType", 1) => new ProgramNone(),
            ("bool", 2) => new ProgramBoolean(data[1].GetBoolean()),
            ("int", 2) => new ProgramInteger(Integer(data, 1)),
            ("float", 2) => new ProgramFloat(PythonFloat.Parse(Text(data, 1))),
            ("complex", 3) => new ProgramComplex(new Complex(PythonFloat.Parse(Text(data, 1)), PythonFloat.Parse(Text(data, 2)))),
            ("Fraction", 3) => new ProgramFraction(Integer(data, 1), Integer(data, 2)),
            ("Decimal", 2) => new ProgramDecimal(Text(data, 1)),
            ("str", 2) => new ProgramText(Text(data, 1)),
            ("bytes", 2) => new ProgramBytes(Convert.FromHexString(Text(data, 1))),
            ("list" or "tuple" or "set" or "frozenset", 2) => new ProgramSequence(name, [.. data[1].EnumerateArray().Select(Read)]),
            ("dict", 2) => new ProgramMapping([.. data[1].EnumerateArray().Select(Entry)]),
            ("range", 4) => new ProgramRange(Integer(data, 1), Integer(data, 2), Integer(data, 3)),
            ("date" or "datetime" or "time" or "timedelta", 2) => new ProgramMoment(name, Text(data, 1)),
            (_, 1) => new ProgramOther(name),
            _ => throw new FormatException($"A value of type {name} is written otherwise."),
        };
    }

    private static KeyValuePair<ProgramValue, ProgramValue> Entry(JsonElement pair) =>
        pair.GetArrayLength() == 2 ? KeyValuePair.Create(Read(pair[0]), Read(pair[1])) : throw new FormatException("An entry of a dict is a pair.");

    private static string Text(JsonElement data, int index) => data[index].GetString() ?? throw new FormatException("A text is missing.");

    // As Python's hex() writes it: -0x1f.
    private static BigInteger Integer(JsonElement data, int index)
    {
        var text = Text(data, index);
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text[1..] : text;
        return digits.StartsWith("0x", StringComparison.Ordinal)
            // A leading zero, or the first bit would be read as the sign.
            && BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                ? isNegative ? -size : size
                : throw new FormatException("Not a hexadecimal number.");
    }
}
