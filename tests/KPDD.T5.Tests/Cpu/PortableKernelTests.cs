using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Tests.Cpu;

/// <summary>Runs the engine's tests once more where the processor's wide vectors are switched off: a process decides on them when it starts.</summary>
public class PortableKernelTests
{
    private static readonly Type[] Classes = [typeof(LinearTests), typeof(RowKernelsTests), typeof(CpuEngineOptionsTests), typeof(CpuT5EngineReferenceTests)];

    [Theory]
    [InlineData("AVX512")]
    [InlineData("AVX2")]
    public async Task Engine_WithoutWideVectors_ItsTestsPass(string instructions)
    {
        if (!(instructions == "AVX512" ? Avx512F.IsSupported : Avx2.IsSupported))
        {
            Assert.Skip($"This processor has no {instructions}, or it is switched off: the narrower kernels are what the other tests run.");
        }

        string tests = Path.Combine(AppContext.BaseDirectory, $"{typeof(PortableKernelTests).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tests, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })]) { RedirectStandardOutput = true };
        start.Environment[$"DOTNET_Enable{instructions}"] = "0";
        using Process process = Process.Start(start)!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }
}
