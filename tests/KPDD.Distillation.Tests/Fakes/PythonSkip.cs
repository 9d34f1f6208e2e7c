using KPDD.PythonNet;

namespace KPDD.Distillation.Tests;

internal static class PythonSkip
{
    /// <summary>Skips the running test, with the reason, where no Python can be used as asked.</summary>
    public static async Task SkipIfUnavailableAsync(this PythonProgramExecutor python)
    {
        try
        {
            await python.GetIsolationAsync();
        }
        catch (KpddException exception)
        {
            Assert.Skip(exception.Message);
        }
    }
}
