using System.Globalization;
using System.Runtime.CompilerServices;

namespace KPDD;

/// <summary>Single-problem, plain-text and streaming forms of <see cref="KpddPipeline.SolveAsync"/>.</summary>
public static class KpddPipelineExtensions
{
    /// <summary>Solves one question.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="question">The problem's text. A blank one gives <see cref="SolveStatus.NoAnswer"/> with a diagnostic.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<SolveResult> SolveAsync(this KpddPipeline pipeline, string question, CancellationToken cancellationToken = default) =>
        pipeline.SolveAsync(question, null, cancellationToken);

    /// <summary>Solves one question.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="question">The problem's text. A blank one gives <see cref="SolveStatus.NoAnswer"/> with a diagnostic.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SolveResult> SolveAsync(
        this KpddPipeline pipeline, string question, GenerationOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        IReadOnlyList<SolveResult> results = await pipeline.SolveAsync([question], options, cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Solves one problem.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SolveResult> SolveAsync(
        this KpddPipeline pipeline, MathProblem problem, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(problem);
        IReadOnlyList<SolveResult> results = await pipeline
            .SolveAsync((IReadOnlyList<MathProblem>)[problem], options, cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Solves a batch of questions; their ids are their numbers, from 1.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="questions">The problems' texts.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One result a question, in the order of the questions.</returns>
    /// <exception cref="ArgumentException">A question is null, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<IReadOnlyList<SolveResult>> SolveAsync(
        this KpddPipeline pipeline, IReadOnlyList<string> questions, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        StudentBatch.RequireItems(questions, nameof(questions));
        MathProblem[] problems = [.. questions.Select((question, i) => new MathProblem((i + 1).ToString(CultureInfo.InvariantCulture), question))];
        return pipeline.SolveAsync(problems, options, cancellationToken);
    }

    /// <summary>Solves problems as they come, in batches of <see cref="GenerationOptions.BatchSize"/>.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="problems">The problems; read no further than the batch at work.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results, in the order of the problems.</returns>
    /// <exception cref="ArgumentException">A problem is null, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IAsyncEnumerable<SolveResult> SolveAsync(
        this KpddPipeline pipeline, IAsyncEnumerable<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(problems);
        return StreamAsync(pipeline, problems, StudentBatch.Copy(options), cancellationToken);
    }

    /// <summary>Solves questions as they come, in batches of <see cref="GenerationOptions.BatchSize"/>; their ids are their numbers, from 1.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="questions">The problems' texts; read no further than the batch at work.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results, in the order of the questions.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IAsyncEnumerable<SolveResult> SolveAsync(
        this KpddPipeline pipeline, IAsyncEnumerable<string> questions, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return pipeline.SolveAsync(
            questions.Select((question, i) => new MathProblem((i + 1).ToString(CultureInfo.InvariantCulture), question)), options, cancellationToken);
    }

    private static async IAsyncEnumerable<SolveResult> StreamAsync(
        KpddPipeline pipeline,
        IAsyncEnumerable<MathProblem> problems,
        GenerationOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int batchSize = (options ?? new GenerationOptions()).BatchSize;
        await foreach (MathProblem[] batch in problems.Chunk(batchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (SolveResult result in await pipeline.SolveAsync(batch, options, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }
}
