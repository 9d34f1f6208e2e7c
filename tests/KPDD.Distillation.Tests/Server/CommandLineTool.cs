using System.Diagnostics;
using System.Text.Json;

namespace KPDD.Distillation.Tests.Server;

/// <summary>The command line tool that was built together with these tests.</summary>
internal static class CommandLineTool
{
    /// <summary>Its path; the test that asks for it is skipped where the tool is not built.</summary>
    public static string Find()
    {
        // .../tests/KPDD.Distillation.Tests/bin/CONFIGURATION/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string tool = Path.Combine(
            output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples", "Kpdd", "bin", output.Parent.Name, output.Name, "kpdd-cli.dll");
        Assert.SkipUnless(File.Exists(tool), $"The command line tool is not built: {tool}");
        return tool;
    }

    /// <summary>Starts it with its output and its messages redirected.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Find(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Runs it and reads the JSON object it ends with.</summary>
    public static async Task<JsonElement> RunAsync(int exitCode, params string[] arguments)
    {
        (string output, _) = await EndAsync(exitCode, arguments);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>Runs it where it must fail, and gives its message.</summary>
    public static async Task<string> FailAsync(int exitCode, params string[] arguments)
    {
        (string output, string error) = await EndAsync(exitCode, arguments);
        Assert.Empty(output);
        return error.Trim();
    }

    private static async Task<(string Output, string Error)> EndAsync(int exitCode, string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {output}{await error}");
        return (output, await error);
    }
}
