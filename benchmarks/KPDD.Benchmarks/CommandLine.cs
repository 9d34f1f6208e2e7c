using System.Diagnostics;

namespace KPDD.Benchmarks;

/// <summary>The command line of this program: its options, and how it starts itself again.</summary>
internal static class CommandLine
{
    /// <summary>The text after an option, or null.</summary>
    public static string? Text(string[] arguments, string option) => arguments.SkipWhile(argument => argument != option).Skip(1).FirstOrDefault();

    /// <summary>The number after an option.</summary>
    public static int Number(string[] arguments, string option, int otherwise) => Text(arguments, option) is { } text ? int.Parse(text) : otherwise;

    /// <summary>This program in a process of its own; started through the dotnet host, the program is the host's first argument.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
    {
        string host = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(CommandLine).Assembly.Location] : [];
        return new ProcessStartInfo(host, [.. program, .. arguments]);
    }
}
