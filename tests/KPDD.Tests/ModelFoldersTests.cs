using KPDD.Models;
using KPDD.T5;

namespace KPDD.Tests;

public sealed class ModelFoldersTests : IDisposable
{
    private const string Question = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";

    private static readonly string Key = TinyModels.ModelFolder(DistillationStage.KeyPoints);
    private static readonly string Programs = TinyModels.ModelFolder(DistillationStage.Solve, RationaleKind.ProgramOfThought);
    private static readonly string Chains = TinyModels.ModelFolder(DistillationStage.Solve, RationaleKind.ChainOfThought);

    private readonly DirectoryInfo undescribed = Directory.CreateTempSubdirectory("kpdd-undescribed-");

    public void Dispose() => undescribed.Delete(recursive: true);

    [Fact]
    public async Task LoadPipelineAsync_NoKind_FolderSaysHowItReasons()
    {
        await using KpddPipeline programs = await ModelFolders.LoadPipelineAsync(Programs, Key);
        await using KpddPipeline chains = await ModelFolders.LoadPipelineAsync(Chains);

        SolveResult program = await programs.SolveAsync(Question);
        SolveResult chain = await chains.SolveAsync(Question);

        Assert.Equal((RationaleKind.ProgramOfThought, "48", true), (program.Rationale.Kind, program.Answer, program.KeyPoints is not null));
        Assert.Equal((RationaleKind.ChainOfThought, "48", false), (chain.Rationale.Kind, chain.Answer, chain.KeyPoints is not null));
    }

    [Fact]
    public async Task LoadPipelineAsync_EmbeddedFolders_SolveAsTheEmbeddedPipeline()
    {
        MathProblem[] problems = [.. Enumerable.Range(2, 20).Select(i => new MathProblem($"{i}", $"Ann has {i} red pens and {i * 3} blue ones. She gives {i - 1} away. How many pens are left?"))];
        await using KpddPipeline embedded = await TinyModels.LoadPipelineAsync();
        await using KpddPipeline folders = await ModelFolders.LoadPipelineAsync(Programs, Key);

        IReadOnlyList<SolveResult> expected = await embedded.SolveAsync(problems);
        IReadOnlyList<SolveResult> actual = await folders.SolveAsync(problems);

        Assert.Equal(expected.Select(r => (r.Answer, r.Rationale.Text)), actual.Select(r => (r.Answer, r.Rationale.Text)));
    }

    [Fact]
    public async Task LoadPipelineAsync_KindContradictsTheFolder_NamesFolderBothKindsAndRemedy()
    {
        KpddException e = await Assert.ThrowsAsync<KpddException>(
            () => ModelFolders.LoadPipelineAsync(Chains, kind: RationaleKind.ProgramOfThought));

        Assert.Contains(Chains, e.Message, StringComparison.Ordinal);
        Assert.Contains("holds a ChainOfThought student, but ProgramOfThought was asked for", e.Message, StringComparison.Ordinal);
        Assert.Contains("Remedy", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadPipelineAsync_FolderWithoutDescription_KindIsAsAsked()
    {
        foreach (string name in new[] { "config.json", "model.safetensors", "spiece.model", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(Chains, name), Path.Combine(undescribed.FullName, name));
        }

        await using KpddPipeline pipeline = await ModelFolders.LoadPipelineAsync(undescribed.FullName, kind: RationaleKind.ChainOfThought);

        Assert.Equal(RationaleKind.ChainOfThought, (await pipeline.SolveAsync(Question)).Rationale.Kind);
    }

    [Fact]
    public async Task LoadPipelineAsync_StudentsSwapped_NamesTheFolder()
    {
        KpddException solve = await Assert.ThrowsAsync<KpddException>(() => ModelFolders.LoadPipelineAsync(Key));
        KpddException key = await Assert.ThrowsAsync<KpddException>(() => ModelFolders.LoadPipelineAsync(Programs, Chains));

        Assert.Contains($"'{Key}' holds a key student", solve.Message, StringComparison.Ordinal);
        Assert.Contains($"'{Chains}' holds a solve student", key.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadPipelineAsync_UnknownKind_ArgumentException() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ModelFolders.LoadPipelineAsync(Programs, kind: (RationaleKind)7));

    [Fact]
    public async Task LoadPipelineAsync_Int8_SolvesAsTheFolderSavedInInt8()
    {
        string saved = Path.Combine(undescribed.FullName, "int8");
        ModelQuantization.SaveInt8(Chains, saved);
        await using KpddPipeline quantized = await ModelFolders.LoadPipelineAsync(Chains, null, null, new CpuEngineOptions { WeightType = CpuWeightType.Int8 });
        await using KpddPipeline loaded = await ModelFolders.LoadPipelineAsync(saved);

        Assert.Equal((await quantized.SolveAsync(Question)).Rationale, (await loaded.SolveAsync(Question)).Rationale);
    }

    [Fact]
    public async Task LoadPipelineAsync_EngineOutOfRange_ArgumentException() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ModelFolders.LoadPipelineAsync(Programs, null, null, new CpuEngineOptions { Threads = 0 }));

    [Fact]
    public async Task LoadPipelineAsync_MissingFolder_NamesIt()
    {
        string missing = Path.Combine(undescribed.FullName, "missing");

        KpddException e = await Assert.ThrowsAsync<KpddException>(() => ModelFolders.LoadPipelineAsync(missing));

        Assert.Contains(missing, e.Message, StringComparison.Ordinal);
    }
}
