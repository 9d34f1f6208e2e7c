using System.Globalization;
using System.Text.Json.Nodes;

namespace KPDD.Samples;

/// <summary>What <c>kpdd execute --json</c> writes: every field of the result, times in seconds.</summary>
internal sealed record ExecuteLine(
    ProgramOutcome Outcome,
    bool Succeeded,
    string? Value,
    string? ValueType,
    JsonNode? TypedValue,
    string? HexadecimalValue,
    IReadOnlyList<string>? SortedItems,
    string StandardOutput,
    string? ExceptionType,
    string? Message,
    int? LineNumber,
    double DurationSeconds,
    double CpuSeconds,
    long PeakMemoryBytes,
    string? PythonVersion,
    IsolationLevel Isolation)
{
    public static ExecuteLine From(ProgramResult result) => new(
        result.Outcome,
        result.Succeeded,
        result.Value,
        result.ValueType,
        result.TypedValue is { } value ? Node(value) : null,
        result.HexadecimalValue,
        result.SortedItems,
        result.StandardOutput,
        result.ExceptionType,
        result.Message,
        result.LineNumber,
        result.Duration.TotalSeconds,
        result.CpuTime.TotalSeconds,
        result.PeakMemoryBytes,
        result.PythonVersion,
        result.Isolation);

    // Each value is an object with its Python type; numbers that JSON readers would round are text.
    private static JsonObject Node(ProgramValue value)
    {
        var node = new JsonObject { ["type"] = value.TypeName };
        switch (value)
        {
            case ProgramBoolean boolean:
                node["value"] = boolean.Value;
                break;
            case ProgramInteger integer:
                node["value"] = $"{integer.Value}";
                break;
            case ProgramFloat real:
                node["value"] = Number(real.Value);
                break;
            case ProgramComplex complex:
                (node["real"], node["imaginary"]) = (Number(complex.Value.Real), Number(complex.Value.Imaginary));
                break;
            case ProgramFraction fraction:
                (node["numerator"], node["denominator"]) = ($"{fraction.Numerator}", $"{fraction.Denominator}");
                break;
            case ProgramDecimal number:
                node["value"] = number.Text;
                break;
            case ProgramText text:
                node["value"] = text.Value;
                break;
            case ProgramBytes bytes:
                node["hexadecimal"] = Convert.ToHexStringLower(bytes.Value.Span);
                break;
            case ProgramSequence sequence:
                node["items"] = new JsonArray([.. sequence.Items.Select(Node)]);
                break;
            case ProgramMapping mapping:
                node["entries"] = new JsonArray([.. mapping.Entries.Select(entry => new JsonObject { ["key"] = Node(entry.Key), ["value"] = Node(entry.Value) })]);
                break;
            case ProgramRange range:
                (node["start"], node["stop"], node["step"]) = ($"{range.Start}", $"{range.Stop}", $"{range.Step}");
                break;
            case ProgramMoment moment:
                node["value"] = moment.Text;
                break;
        }

        return node;
    }

    // JSON has no infinities and no not-a-number.
    private static JsonValue Number(double number) =>
        double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
}
