using System.Diagnostics;
using System.Globalization;

namespace KPDD.Cli.Tests;

public class InterruptTests
{
    private const int Cancelled = 130;

    [Fact]
    public async Task Solve_InterruptedWhileItWaitsForALine_EndsWithOneMessage()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        using Process process = KpddCli.Start("solve", "--json", "-");
        try
        {
            // The first answer shows that the app is up; now it waits for the second line.
            await process.StandardInput.WriteLineAsync("Ann has 3 apples and buys 4 more. How many apples does she have?");
            await process.StandardInput.FlushAsync();
            Assert.Contains("\"answer\":\"7\"", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            Assert.SkipWhen(IgnoresInterrupt(process.Id), "The tests were started with SIGINT ignored, and so is the app.");

            using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync();

            Assert.Equal(Cancelled, process.ExitCode);
            Assert.Equal("kpdd: cancelled", (await process.StandardError.ReadToEndAsync()).Trim());
            Assert.Equal(string.Empty, await process.StandardOutput.ReadToEndAsync());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A shell starts its background jobs with SIGINT ignored, and their children inherit that.</summary>
    private static bool IgnoresInterrupt(int processId)
    {
        string status = $"/proc/{processId}/status";
        if (!File.Exists(status))
        {
            return false;
        }

        string mask = File.ReadLines(status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        const ulong Interrupt = 1UL << 1;
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
