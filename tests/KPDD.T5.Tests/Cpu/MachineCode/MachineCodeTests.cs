using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.MachineCode;

public unsafe class MachineCodeTests
{
    [Fact]
    public void Products_Bytes_AreWhatTheSourceIsAssembledTo()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Products.s");
        using var folder = new TemporaryFolder();
        string assembled = Path.Combine(folder.Path, "code.o"), bytes = Path.Combine(folder.Path, "code.bin");
        try
        {
            Run("as", "--64", "-o", assembled, source);
            Run("objcopy", "-O", "binary", "-j", ".text", assembled, bytes);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs the assembler: apt-get install binutils");
        }

        Assert.Equal(File.ReadAllBytes(bytes), Products.Code.ToArray());
    }

    [Fact]
    public void Load_CodeThatReturns_MayBeCalledAndNotWritten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "the code is for Linux on x64");

        // lea rax, [rdi + 1]; ret
        byte* code = ExecutableMemory.Load([0x48, 0x8D, 0x47, 0x01, 0xC3]);

        Assert.Equal(42, ((delegate* unmanaged<long, long>)code)(41));
        string start = $"{(nint)code:x}-";
        Assert.Contains(" r-xp ", File.ReadLines("/proc/self/maps").Single(line => line.StartsWith(start, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
