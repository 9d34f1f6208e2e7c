using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Tests.Cpu;

/// <summary>Runs the engine's tests once more where the processor's wide vectors are switched off: a process decides on them when it starts.</summary>
public class PortableKernelTests
{
    private const string Switch = "DOTNET_EnableAVX2";

    private static readonly Type[] Classes = [typeof(LinearTests), typeof(CpuEngineOptionsTests), typeof(CpuT5EngineReferenceTests)];

    [Fact]
    public async Task Engine_WithoutAvx2_ItsTestsPass()
    {
        if (!Avx2.IsSupported)
        {
            Assert.Skip("This processor has no AVX2, or it is switched off: the portable kernels are what the other tests run.");
        }

        string tests = Path.Combine(AppContext.BaseDirectory, $"{typeof(PortableKernelTests).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tests, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })]) { RedirectStandardOutput = true };
        start.Environment[Switch] = "0";
        using Process process = Process.Start(start)!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }
}
