using System.Diagnostics;

namespace KPDD.Cli.Tests;

public class InterruptTests
{
    private const int Cancelled = 130;

    [Fact]
    public async Task Solve_InterruptedWhileItWaitsForALine_EndsWithOneMessage()
    {
        using Process process = KpddCli.Start("solve", "--json", "-");
        try
        {
            // The first answer shows that the app is up; now it waits for the second line.
            await process.StandardInput.WriteLineAsync("Ann has 3 apples and buys 4 more. How many apples does she have?");
            await process.StandardInput.FlushAsync();
            Assert.Contains("\"answer\":\"7\"", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

            await Interrupt.EndAsync(process);

            Assert.Equal(Cancelled, process.ExitCode);
            Assert.Equal("kpdd: cancelled", (await process.StandardError.ReadToEndAsync()).Trim());
            Assert.Equal(string.Empty, await process.StandardOutput.ReadToEndAsync());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
