using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using KPDD.T5.Cpu;
using KPDD.T5.Tests.Cpu.MachineCode;

namespace KPDD.T5.Tests.Cpu;

/// <summary>Runs the engine's tests once more where wide vectors, or machine code of our own, are switched off: a process decides on them once.</summary>
public class PortableKernelTests
{
    private static readonly Type[] Classes = [typeof(LinearTests), typeof(RowKernelsTests), typeof(MachineCodeTests), typeof(CpuEngineOptionsTests), typeof(CpuT5EngineTests), typeof(CpuT5EngineReferenceTests)];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("KPDD_MACHINE_CODE", "0")]
    [InlineData("DOTNET_MaxVectorTBitWidth", "512")]
    public async Task Engine_WithOtherVectors_ItsTestsPass(string variable, string value)
    {
        bool hasMore = variable switch
        {
            "KPDD_MACHINE_CODE" => MachineProduct.AreSupported,
            "DOTNET_EnableAVX512" or "DOTNET_MaxVectorTBitWidth" => Avx512F.IsSupported,
            _ => Avx2.IsSupported,
        };
        Assert.SkipUnless(hasMore, $"Here {variable} changes nothing: the same kernels are what the other tests run.");
        string tests = Path.Combine(AppContext.BaseDirectory, $"{typeof(PortableKernelTests).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tests, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })]) { RedirectStandardOutput = true };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }
}
