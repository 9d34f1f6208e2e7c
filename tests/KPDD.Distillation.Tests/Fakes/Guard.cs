namespace KPDD.Distillation.Tests;

/// <summary>Keeps a test that waits in vain from waiting for ever. Long, because it costs nothing where all is well: no test may fail because the machine is busy.</summary>
internal static class Guard
{
    public static TimeSpan Time { get; } = TimeSpan.FromMinutes(5);
}
