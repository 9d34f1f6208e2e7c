using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.MachineCode;

public unsafe class MachineCodeTests
{
    private const string NotLinuxOnX64 = "the code is for Linux on x64";

    private static readonly bool IsLinuxOnX64 = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    [Fact]
    public void Products_CodeAndOffsets_AreWhatTheSourceIsAssembledTo()
    {
        Assert.SkipUnless(IsLinuxOnX64, NotLinuxOnX64);
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
        FieldInfo[] offsets = typeof(Products).GetFields();
        string[] symbols = Run("nm", assembled).Split('\n');
        Assert.Equal(11, offsets.Length);
        Assert.All(offsets, offset => Assert.Contains($"{offset.GetRawConstantValue():x16} t {offset.Name}", symbols));
    }

    [Fact]
    public void Load_CodeThatReturns_MayBeCalledAndNotWritten()
    {
        Assert.SkipUnless(IsLinuxOnX64, NotLinuxOnX64);

        // lea rax, [rdi + 1]; ret
        byte* code = ExecutableMemory.Load([0x48, 0x8D, 0x47, 0x01, 0xC3]);

        Assert.SkipWhen(code is null, "a policy, or KPDD_MACHINE_CODE=0, forbids it here");
        Assert.Equal(42, ((delegate* unmanaged<long, long>)code)(41));
        Assert.Contains(" r-xp ", File.ReadLines("/proc/self/maps").Single(line => Contains(line, (nint)code)), StringComparison.Ordinal);
    }

    // Where a switch is meant to keep machine code away: PortableKernelTests run this class with it.
    [Fact]
    public void AreSupported_SwitchedOff_IsFalse()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("KPDD_MACHINE_CODE") == "0", "needs KPDD_MACHINE_CODE=0 from the start of the process");

        Assert.False(MachineProduct.AreSupported);
    }

    // A line of the map begins with the first and the last address.
    private static bool Contains(string line, nint address)
    {
        nint[] range = [.. line.Split(' ')[0].Split('-').Select(part => nint.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return range[0] <= address && address < range[1];
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd(), errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return output;
    }
}
