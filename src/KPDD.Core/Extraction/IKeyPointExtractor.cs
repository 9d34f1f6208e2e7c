namespace KPDD;

/// <summary>First stage of solving: reads problems, writes their key points.</summary>
/// <remarks>Implementations of this library may be called from several threads at once and own nothing that needs disposal.</remarks>
public interface IKeyPointExtractor
{
    /// <summary>Extracts the key points of each problem.</summary>
    /// <param name="problems">The problems. An empty list gives an empty result.</param>
    /// <param name="options">How to generate; null means the model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One result a problem, in the order of the problems; <see cref="KeyPoints.Empty"/> where none could be read.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IReadOnlyList<KeyPoints>> ExtractAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default);
}
