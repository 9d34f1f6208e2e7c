using System.Diagnostics;
using System.Text;

namespace KPDD.Cli.Tests;

/// <summary>What one run of the app left.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The run failed, wrote no output, and said why in one line.</summary>
    public void AssertFailure(int exitCode, params string[] mentions)
    {
        Assert.Equal((exitCode, string.Empty), (ExitCode, Output));
        string line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("kpdd: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", line, StringComparison.Ordinal);
        Assert.All(mentions, mention => Assert.Contains(mention, line, StringComparison.Ordinal));
    }
}

/// <summary>Runs the built app as a process of its own.</summary>
internal static class KpddCli
{
    /// <summary>The folder the app was built to, found from this test's own <c>tests/NAME/bin/CONFIGURATION/FRAMEWORK</c>.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>The embedded students, as the app carries them.</summary>
    public static string Models { get; } = Path.Combine(Folder, "kpdd-models");

    public static Task<CliRun> RunAsync(params string[] arguments) => RunAsync(string.Empty, arguments);

    public static Task<CliRun> RunAsync(string input, string[] arguments) => RunAsync(Start(arguments), input);

    /// <summary>Runs a copy of the app.</summary>
    public static Task<CliRun> RunFromAsync(string folder, params string[] arguments) => RunAsync(StartFrom(folder, arguments), string.Empty);

    private static async Task<CliRun> RunAsync(Process started, string input)
    {
        using Process process = started;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The app ended without reading its input; its output says why.
        }

        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments) => StartFrom(Folder, arguments);

    private static Process StartFrom(string folder, string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Process.Start(new ProcessStartInfo(host, [Path.Combine(folder, "kpdd-cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        })!;
    }

    private static string FindFolder()
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo configuration = framework.Parent!;
        DirectoryInfo root = configuration.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "samples", "Kpdd", "bin", configuration.Name, framework.Name);
    }
}
