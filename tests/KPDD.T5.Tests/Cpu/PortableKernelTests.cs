using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using KPDD.T5.Cpu;
using KPDD.T5.Tests.Cpu.MachineCode;

namespace KPDD.T5.Tests.Cpu;

/// <summary>Runs the engine's tests once more where wide vectors, or machine code of our own, are switched off: a process decides on them once.</summary>
public class PortableKernelTests
{
    private static readonly Type[] Classes = [typeof(LinearTests), typeof(RowKernelsTests), typeof(MachineCodeTests), typeof(CpuEngineOptionsTests), typeof(CpuT5EngineReferenceTests)];

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("KPDD_MACHINE_CODE")]
    public async Task Engine_WithoutWideVectors_ItsTestsPass(string variable)
    {
        bool hasMore = variable switch
        {
            "KPDD_MACHINE_CODE" => MachineProduct.AreSupported,
            "DOTNET_EnableAVX512" => Avx512F.IsSupported,
            _ => Avx2.IsSupported,
        };
        Assert.SkipUnless(hasMore, $"Here {variable} switches nothing off: the narrower kernels are what the other tests run.");
        string tests = Path.Combine(AppContext.BaseDirectory, $"{typeof(PortableKernelTests).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tests, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })]) { RedirectStandardOutput = true };
        start.Environment[variable] = "0";
        using Process process = Process.Start(start)!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }
}
