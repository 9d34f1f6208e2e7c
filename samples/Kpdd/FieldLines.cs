namespace KPDD.Samples;

/// <summary>Figures for a person to read: a name and a value a line.</summary>
internal static class FieldLines
{
    private const int NarrowestName = 15;

    public static void Write(IReadOnlyList<(string Name, string Value)> fields)
    {
        int width = Math.Max(NarrowestName, fields.Max(field => field.Name.Length));
        foreach ((string name, string value) in fields)
        {
            Console.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }
}
