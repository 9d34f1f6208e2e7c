using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>The names that masked text gives to quantities: <c>number0</c>, <c>number1</c> ...</summary>
internal static partial class QuantityName
{
    /// <summary>What every name begins with.</summary>
    public const string Prefix = "number";

    /// <summary>The name of a quantity.</summary>
    public static string Of(int index) => Prefix + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name within a text.</summary>
    [GeneratedRegex(@"\bnumber\d+\b")]
    public static partial Regex Pattern();
}
