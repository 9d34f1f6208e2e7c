namespace KPDD.PythonNet.Tests;

/// <summary>Programs that import nothing run where Python's library is not loaded; those that reach for it in other ways begin anew where it is.</summary>
[Collection(PythonCollection.Name)]
public class BareWorkerTests(PythonFixture python)
{
    [Fact]
    public async Task ExecuteAsync_ProgramNeedsALibraryWithoutImportingIt_HasIt()
    {
        python.Require();

        var result = await python.WithPolicy.ExecuteAsync("print('once')\nanswer = 'straße'.encode('idna')");

        Assert.True(result.Value == "b'strasse'", result.ToString());
        Assert.Equal("once\n", result.StandardOutput);
    }

    [Theory]
    [InlineData("math", "module")]
    [InlineData("fractions", "module")]
    [InlineData("nowhere_at_all", null)]
    public async Task ExecuteAsync_ProgramHidesItsImport_IsAnsweredAsIfItDidNot(string module, string? type)
    {
        python.Require();

        var result = await python.WithoutPolicy.ExecuteAsync($"name = '__imp' + 'ort__'\nanswer = type(getattr(__builtins__, name)('{module}')).__name__");

        Assert.Equal(type is null ? "ModuleNotFoundError" : null, result.ExceptionType);
        Assert.Equal(type is null ? null : $"'{type}'", result.Value);
    }

    [Fact]
    public async Task ExecuteAsync_ProgramCatchesEverything_CannotKeepTheLibraryAway()
    {
        python.Require();
        const string Program = """
            try:
                module = getattr(__builtins__, '__imp' + 'ort__')('decimal')
                answer = str(module.Decimal('0.1'))
            except BaseException:
                answer = 'kept away'
            """;

        Assert.Equal("'0.1'", (await python.WithoutPolicy.ExecuteAsync(Program)).Value);
    }
}
