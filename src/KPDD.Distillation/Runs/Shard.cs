using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KPDD.Distillation;

/// <summary>One of several equal parts of a data set: every <paramref name="Count"/>-th problem, beginning with the <paramref name="Index"/>-th.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>The whole data set.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads the form <c>i/n</c>.</summary>
    /// <param name="text">The text, for example <c>2/8</c>.</param>
    /// <param name="shard">The shard, when the text is one.</param>
    /// <returns>True when the text is a shard with 1 &lt;= i &lt;= n.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Shard? shard)
    {
        shard = text?.Split('/') is [var left, var right]
            && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && new Shard(index, count) is { IsValid: true } read
                ? read
                : null;
        return shard is not null;
    }

    /// <summary>True when a problem belongs to this part.</summary>
    /// <param name="problemNumber">Its place in the data set, from 0.</param>
    /// <returns>Whether it does.</returns>
    public bool Owns(int problemNumber) => problemNumber % Count == Index - 1;

    /// <summary>How many of a data set's problems belong to this part.</summary>
    /// <param name="problems">Problems in the whole data set.</param>
    /// <returns>The number.</returns>
    public int CountOf(int problems) => (problems + Count - Index) / Count;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>True when the numbers make sense.</summary>
    internal bool IsValid => Count >= 1 && Index >= 1 && Index <= Count;
}
