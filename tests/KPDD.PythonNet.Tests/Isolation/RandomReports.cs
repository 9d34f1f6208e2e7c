using System.Text;

namespace KPDD.PythonNet.Tests.Isolation;

/// <summary>Makes reports as a hostile process might write them: random, truncated, oversized, nested, forged. The same seed makes the same reports.</summary>
internal sealed class RandomReports(int seed)
{
    private const string Whole =
        """{"outcome":"Value","type":"list","repr":"[1, 2.5, 'x']","data":["list",[["int","0x1"],["float","0x1.4000000000000p+1"],["str","x"]]],"stdout":"a\n","line":3}""";

    private static readonly string[] Names = ["outcome", "repr", "type", "hex", "items", "data", "stdout", "exception", "message", "line", "end", "é"];
    private static readonly string[] Words =
        ["Value", "Timeout", "int", "list", "dict", "float", "Fraction", "0x1", "-0xff", "0x", "0x1.8p+1", "0x1.0000000000000p+99999", "nan", "", "\\ud800", "\\u0000", "7000"];

    private readonly Random random = new(seed);

    /// <summary>The next report.</summary>
    public byte[] Next() => random.Next(5) switch
    {
        0 => Noise(),
        1 => Encoding.UTF8.GetBytes(Whole)[..random.Next(Whole.Length)],
        2 => Damaged(),
        3 => Encoding.UTF8.GetBytes(Nested()),
        _ => Encoding.UTF8.GetBytes(Object(depth: 0)),
    };

    private byte[] Noise()
    {
        var noise = new byte[random.Next(4096)];
        random.NextBytes(noise);
        return noise;
    }

    private byte[] Damaged()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private string Nested()
    {
        var depth = random.Next(1, 20_000);
        var opening = random.Next(2) == 0 ? "[\"list\",[" : "{\"data\":[";
        return $$"""{"outcome":"Value","data":{{string.Concat(Enumerable.Repeat(opening, depth))}}""" + (random.Next(2) == 0 ? new string(']', depth) : string.Empty);
    }

    private string Object(int depth) =>
        "{" + string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{Pick(Names)}\":{Any(depth + 1)}")) + "}";

    private string Any(int depth) => random.Next(depth > 6 ? 5 : 8) switch
    {
        0 => $"\"{Pick(Words)}\"",
        1 => $"{random.Next()}",
        2 => "1e999",
        3 => "null",
        4 => "true",
        5 => Object(depth),
        6 => "\"" + new string('9', random.Next(20_000)) + "\"",
        _ => "[" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Any(depth + 1))) + "]",
    };

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
