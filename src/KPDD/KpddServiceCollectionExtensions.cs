using KPDD;
using KPDD.PythonNet;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stages of KPDD.</summary>
public static class KpddServiceCollectionExtensions
{
    /// <summary>
    /// Registers, as singletons, <see cref="IKeyPointExtractor"/>, <see cref="ISolver"/> keyed by <see cref="RationaleKind"/>,
    /// <see cref="IProgramExecutor"/> and <see cref="KpddPipeline"/>. A stage that is registered already stays as it is.
    /// </summary>
    /// <remarks>
    /// The options, with what each folder's <c>kpdd.json</c> says, are validated when the host starts. A model folder is loaded when it is first
    /// used, and disposed with the provider; dispose that one asynchronously. Where the container has logging, each load is logged
    /// (Information, category <c>KPDD.StudentLoader</c>).
    /// </remarks>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Sets at least the solve student's folder.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddKpdd(this IServiceCollection services, Action<KpddOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<KpddOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KpddOptions>, KpddOptionsValidator>());
        services.TryAddSingleton<StudentLoader>();
        services.TryAddSingleton<IProgramExecutor>(provider => new PythonProgramExecutor(Options(provider).Python));
        services.TryAddSingleton(CreateExtractor);
        services.TryAddKeyedSingleton<ISolver>(RationaleKind.ProgramOfThought, (provider, _) => CreateSolver(provider, RationaleKind.ProgramOfThought));
        services.TryAddKeyedSingleton<ISolver>(RationaleKind.ChainOfThought, (provider, _) => CreateSolver(provider, RationaleKind.ChainOfThought));
        services.TryAddSingleton(provider => new KpddPipeline(
            provider.GetRequiredService<IKeyPointExtractor>(), provider.GetRequiredKeyedService<ISolver>(Options(provider).DefaultKind)));
        return services;
    }

    private static KpddOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<KpddOptions>>().Value;

    private static IKeyPointExtractor CreateExtractor(IServiceProvider provider) =>
        Options(provider).KeyModelFolder is { } folder
            ? new LazyKeyPointExtractor(provider.GetRequiredService<StudentLoader>(), folder)
            : new NoKeyPointExtractor();

    private static LazySolver CreateSolver(IServiceProvider provider, RationaleKind kind)
    {
        KpddOptions options = Options(provider);
        string folder = options.SolveModelFolder(kind)
            ?? throw new KpddException($"No {kind} solver is configured. Remedy: set KpddOptions.{kind}ModelFolder in AddKpdd.");
        return new LazySolver(provider.GetRequiredService<StudentLoader>(), folder, kind, student => kind == RationaleKind.ChainOfThought
            ? new ChainOfThoughtSolver(student)
            : new ProgramOfThoughtSolver(student, provider.GetRequiredService<IProgramExecutor>(), options.Programs));
    }
}
