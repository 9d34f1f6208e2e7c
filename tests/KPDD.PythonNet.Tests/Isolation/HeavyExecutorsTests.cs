using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet.Tests.Isolation;

public class HeavyExecutorsTests
{
    [Fact]
    public async Task Find_SameModule_IsTheSameExecutorUntilNobodyHasIt()
    {
        await using var heavy = new HeavyExecutors(new PythonExecutorOptions());

        var first = heavy.Find("sympy");
        var second = heavy.Find("sympy");
        heavy.MarkAbsent("sympy");

        Assert.NotNull(first);
        Assert.Same(first, second);
        Assert.Null(heavy.Find("sympy"));
        Assert.NotNull(heavy.Find("numpy"));
    }

    [Fact]
    public async Task Find_ModuleThatThePlainWorkersHave_IsNull()
    {
        await using var heavy = new HeavyExecutors(new PythonExecutorOptions { ExtraModules = ["sympy"] });

        Assert.Null(heavy.Find("sympy"));
    }

    [Fact]
    public async Task Find_AfterDispose_Throws()
    {
        var heavy = new HeavyExecutors(new PythonExecutorOptions());
        await heavy.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => heavy.Find("sympy"));
    }
}
