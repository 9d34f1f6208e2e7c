using System.Diagnostics;
using System.Globalization;

namespace KPDD.Testing;

/// <summary>Does to a process what Ctrl+C does.</summary>
internal static class Interrupt
{
    /// <summary>Sends the signal and waits for the process to end; skips the running test where the process cannot be interrupted.</summary>
    public static async Task EndAsync(Process process)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        Assert.SkipWhen(IsIgnored(process.Id), "The tests were started with SIGINT ignored, and so is the app.");
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    /// <summary>A shell starts its background jobs with SIGINT ignored, and their children inherit that.</summary>
    private static bool IsIgnored(int processId)
    {
        string status = $"/proc/{processId}/status";
        if (!File.Exists(status))
        {
            return false;
        }

        string mask = File.ReadLines(status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        const ulong Signal = 1UL << 1;
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Signal) != 0;
    }
}
