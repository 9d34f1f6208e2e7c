namespace KPDD.Models.Tiny.Tests;

/// <summary>The embedded pipelines, loaded once for all tests of a class.</summary>
public sealed class EmbeddedPipelines : IAsyncLifetime
{
    public KpddPipeline Programs { get; private set; } = null!;

    public KpddPipeline Chains { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Programs = await TinyModels.LoadPipelineAsync(RationaleKind.ProgramOfThought);
        Chains = await TinyModels.LoadPipelineAsync(RationaleKind.ChainOfThought);
    }

    public async ValueTask DisposeAsync()
    {
        await Programs.DisposeAsync();
        await Chains.DisposeAsync();
    }
}
