using KPDD.Models;
using KPDD.T5;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KPDD.Tests.Registration;

public sealed class AddKpddTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpdd-registration-");

    public AddKpddTests() => File.WriteAllText(Path.Combine(folder.FullName, "config.json"), "{}");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task AddKpdd_FolderNotReadYet_StagesResolve()
    {
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = folder.FullName);

        Assert.NotNull(provider.GetRequiredService<KpddPipeline>());
        Assert.NotNull(provider.GetRequiredService<IKeyPointExtractor>());
        Assert.NotNull(provider.GetRequiredService<IProgramExecutor>());
        Assert.NotNull(provider.GetRequiredKeyedService<ISolver>(RationaleKind.ProgramOfThought));
    }

    [Fact]
    public async Task AddKpdd_FolderOfMembers_Solves()
    {
        string group = Path.Combine(folder.FullName, "group");
        string models = Path.GetDirectoryName(TinyModels.ModelFolder(DistillationStage.Solve))!;
        StudentDescription student = StudentDescriptionFile.Load(TinyModels.ModelFolder(DistillationStage.Solve));
        StudentDescriptionFile.Save(group, student with
        {
            Members = [.. student.Members!.Select(member => member with { Folder = FromGroup(member.Folder) })],
            Channel = student.Channel! with { Folder = FromGroup(student.Channel.Folder) },
        });
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = group);

        SolveResult result = await provider.GetRequiredService<KpddPipeline>().SolveAsync("Ann has 3 apples and buys 4 more. How many apples does she have?");

        Assert.Equal("7", result.Answer);

        string FromGroup(string named) => Path.GetRelativePath(group, Path.Combine(models, "pot", named));
    }

    [Fact]
    public async Task AddKpdd_BrokenModelFolder_FirstUseNamesIt()
    {
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = folder.FullName);

        KpddException e = await Assert.ThrowsAsync<KpddException>(() => provider.GetRequiredService<KpddPipeline>().SolveAsync("Ann has 3. How many?"));

        Assert.Contains(folder.FullName, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_BlankQuestion_HasTheKindOfTheStudentThatIsNotLoadedForIt()
    {
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = folder.FullName);

        SolveResult result = await provider.GetRequiredService<KpddPipeline>().SolveAsync(" ");

        Assert.Equal((SolveStatus.NoAnswer, RationaleKind.ProgramOfThought), (result.Status, result.Rationale.Kind));
    }

    [Fact]
    public async Task AddKpdd_KindWithoutFolder_ResolvingItNamesTheOption()
    {
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = folder.FullName);

        KpddException e = Assert.Throws<KpddException>(() => provider.GetRequiredKeyedService<ISolver>(RationaleKind.ChainOfThought));

        Assert.Contains("ChainOfThoughtModelFolder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_OwnSolverRegisteredBefore_StaysAndIsUsed()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton<ISolver>(RationaleKind.ProgramOfThought, new SevenSolver());
        services.AddKpdd(options => options.ProgramOfThoughtModelFolder = folder.FullName);
        await using ServiceProvider provider = services.BuildServiceProvider();

        SolveResult result = await provider.GetRequiredService<KpddPipeline>().SolveAsync("Ann has 3 and buys 4. How many?");

        Assert.Equal("7", result.Answer);
        Assert.Null(result.KeyPoints);
    }

    [Fact]
    public async Task AddKpdd_EngineOutOfRange_ValidationNamesTheOption()
    {
        await using ServiceProvider provider = Provider(options =>
        {
            options.ProgramOfThoughtModelFolder = folder.FullName;
            options.Engine = new CpuEngineOptions { Threads = 0 };
        });

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<KpddPipeline>());

        Assert.Contains("CpuEngineOptions.Threads", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_Int8Engine_Solves()
    {
        await using ServiceProvider provider = Provider(options =>
        {
            options.ProgramOfThoughtModelFolder = TinyModels.ModelFolder(DistillationStage.Solve);
            options.Engine = new CpuEngineOptions { WeightType = CpuWeightType.Int8 };
        });

        Assert.Equal("7", (await provider.GetRequiredService<KpddPipeline>().SolveAsync("Ann has 3 apples and buys 4 more. How many apples does she have?")).Answer);
    }

    [Fact]
    public async Task AddKpdd_NoFolderForTheDefaultKind_ValidationNamesTheOption()
    {
        await using ServiceProvider provider = Provider(options => options.DefaultKind = RationaleKind.ChainOfThought);

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<KpddPipeline>());

        Assert.Contains("ChainOfThoughtModelFolder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_FolderMissing_ValidationOnStartNamesIt()
    {
        string missing = Path.Combine(folder.FullName, "missing");
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = missing);

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(missing, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_FolderOfAnotherKind_ValidationNamesFolderAndKinds()
    {
        string chains = TinyModels.ModelFolder(DistillationStage.Solve, RationaleKind.ChainOfThought);
        await using ServiceProvider provider = Provider(options => options.ProgramOfThoughtModelFolder = chains);

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<KpddPipeline>());

        Assert.Contains(chains, e.Message, StringComparison.Ordinal);
        Assert.Contains("holds a ChainOfThought student, but ProgramOfThought was asked for", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddKpdd_ContainerWithLogging_EachFolderIsLoggedWhenItIsLoaded()
    {
        string key = TinyModels.ModelFolder(DistillationStage.KeyPoints);
        string chains = TinyModels.ModelFolder(DistillationStage.Solve, RationaleKind.ChainOfThought);
        using var log = new ListLoggerFactory();
        IServiceCollection services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(log).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddKpdd(options =>
        {
            options.KeyModelFolder = key;
            options.ChainOfThoughtModelFolder = chains;
            options.DefaultKind = RationaleKind.ChainOfThought;
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        KpddPipeline pipeline = provider.GetRequiredService<KpddPipeline>();
        Assert.Empty(log.Messages);

        await pipeline.SolveAsync("Ann has 3 apples and buys 4 more. How many apples does she have?");
        await pipeline.SolveAsync("Ann has 3 apples and buys 4 more. How many apples does she have?");

        Assert.Equal(
            [$"Loaded the KeyPoints student in '{key}' onto the CPU engine.", $"Loaded the Solve student in '{chains}' onto the CPU engine."],
            log.Messages);
    }

    private static ServiceProvider Provider(Action<KpddOptions> configure) => new ServiceCollection().AddKpdd(configure).BuildServiceProvider();

    private sealed class SevenSolver : ISolver
    {
        public Task<IReadOnlyList<SolveResult>> SolveAsync(
            IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<SolveResult>>(
                [.. requests.Select(request => new SolveResult(request.Problem, SolveStatus.Solved, "7", new Rationale(RationaleKind.ProgramOfThought, "answer = 7")))]);
    }
}
