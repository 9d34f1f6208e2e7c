using System.Globalization;

namespace KPDD.TrainTinyStudents;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class Arguments(string[] args)
{
    public string? Text(string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    public string Required(string name) => Text(name) ?? throw new ArgumentException($"{name} is missing.");

    public int Number(string name, int otherwise) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : throw new ArgumentException($"{name} is '{text}', expected a whole number.");
}
