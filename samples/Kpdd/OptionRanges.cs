using System.CommandLine;
using System.CommandLine.Parsing;

namespace KPDD.Samples;

/// <summary>Checks values where they are given, so that a wrong one is told by its option's name.</summary>
internal static class OptionRanges
{
    /// <summary>Refuses a value outside of its range.</summary>
    public static Option<T> Require<T>(this Option<T> option, Func<T, bool> holds, string range)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && TryRead(result, out T? value) && value is not null && !holds(value))
            {
                result.AddError($"{option.Name} must be {range}.");
            }
        });
        return option;
    }

    private static bool TryRead<T>(OptionResult result, out T? value)
    {
        try
        {
            value = result.GetValueOrDefault<T>();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Text that is no value of this type: the parser itself reports it, after the checks.
            value = default;
            return false;
        }
    }
}
