using System.Runtime.CompilerServices;
using KPDD.T5.Generation;

namespace KPDD.T5;

/// <summary>A T5 student: tokenizer, model (or models that write together), text format and, where it has one, channel student of one model folder.</summary>
/// <remarks>
/// Safe for concurrent calls. Work runs on the thread pool. Disposing while calls run lets them end; the engine, where it is owned, goes after the last.
/// </remarks>
public sealed class T5TextGenerator : IStudentModel, ITextScorer, IDisposable
{
    /// <summary>Most tokens of a prompt that are read, the end token counted; what follows is cut off. The length T5 was trained with.</summary>
    public const int MaxPromptTokens = 512;

    private readonly SharedEngine shared;
    private readonly T5Tokenizer tokenizer;
    private readonly T5TextGenerator? channel;

    /// <summary>Joins an engine and a tokenizer.</summary>
    /// <param name="engine">Runs the model.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="description">The student's text format and defaults. <value>Default: <see cref="StudentDescription.Default"/>.</value></param>
    /// <param name="ownsEngine">True to dispose the engine with this object. <value>Default: false.</value></param>
    /// <exception cref="KpddException">The tokenizer does not fit the model or the description.</exception>
    public T5TextGenerator(IT5Engine engine, T5Tokenizer tokenizer, StudentDescription? description = null, bool ownsEngine = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(tokenizer);
        shared = new SharedEngine(engine, ownsEngine, typeof(T5TextGenerator));
        this.tokenizer = tokenizer;
        Description = description ?? StudentDescription.Default;
        RequireFit();
    }

    private T5TextGenerator(IT5Engine engine, T5Tokenizer tokenizer, StudentDescription description, T5TextGenerator? channel)
        : this(engine, tokenizer, description, ownsEngine: true) => this.channel = channel;

    /// <inheritdoc/>
    public StudentDescription Description { get; }

    /// <inheritdoc/>
    /// <remarks>Loaded with a folder; the constructor loads neither the members nor the channel of a description. It is disposed with this object.</remarks>
    public ITextScorer? ChannelModel => channel;

    /// <summary>Whether a folder is a model's: it holds a <c>config.json</c>, or a <c>kpdd.json</c>, which may name the members that are its models.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <returns>True for a folder that <see cref="LoadAsync(string, CancellationToken)"/> is meant for; nothing is read.</returns>
    public static bool IsModelFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(Path.Combine(folder, "config.json")) || File.Exists(Path.Combine(folder, StudentDescriptionFile.FileName));
    }

    /// <summary>
    /// Loads a model folder onto the CPU engine: config.json, weights, spiece.model and, where there is one, kpdd.json. Where that names members
    /// (<see cref="StudentDescription.Members"/>), they are loaded and write together; a channel student (<see cref="StudentDescription.Channel"/>) is loaded with it.
    /// </summary>
    /// <param name="modelFolder">The folder.</param>
    /// <param name="cancellationToken">Polled between the files.</param>
    /// <returns>The student; the caller disposes it.</returns>
    /// <exception cref="KpddException">A file is missing, broken or does not fit the others; the message names item and remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<T5TextGenerator> LoadAsync(string modelFolder, CancellationToken cancellationToken = default) =>
        LoadAsync(modelFolder, new CpuEngineOptions(), cancellationToken);

    /// <summary>Loads a model folder onto the CPU engine with a weight format and a number of threads.</summary>
    /// <param name="modelFolder">The folder.</param>
    /// <param name="options">How the engine runs the model; copied.</param>
    /// <param name="cancellationToken">Polled between the files.</param>
    /// <returns>The student; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="KpddException">A file is missing, broken or does not fit the others; the message names item and remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<T5TextGenerator> LoadAsync(string modelFolder, CpuEngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(options);
        CpuEngineOptions resolved = options.Clone();
        return await Task.Run(() => Load(modelFolder, folder => CpuT5Engine.Load(folder, resolved), cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A prompt is null, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">This object is disposed.</exception>
    public async Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        string[] texts = [.. prompts];
        if (texts.Contains(null))
        {
            throw new ArgumentException("A prompt is null; an empty text is allowed.", nameof(prompts));
        }

        GenerationOptions resolved = Resolve(options);
        using SharedEngine.Use use = shared.Enter();
        // The token is not handed to Run: cancelled work then throws the plain OperationCanceledException of the poll.
        return await Task.Run(() => Generate(texts, resolved, cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Runs up to 32 texts together. Of a prompt or a text longer than <see cref="MaxPromptTokens"/> the rest is neither read nor counted.</remarks>
    /// <exception cref="ArgumentException">An item, its prompt or its text is null.</exception>
    /// <exception cref="ObjectDisposedException">This object is disposed.</exception>
    public async Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        PromptedText[] given = [.. texts];
        if (Array.FindIndex(given, item => item is not { Prompt: not null, Text: not null }) is >= 0 and int missing)
        {
            throw new ArgumentException($"Item {missing}, its prompt or its text is null; empty texts are allowed.", nameof(texts));
        }

        using SharedEngine.Use use = shared.Enter();
        return await Task.Run(() => Score(given, cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes the text of one prompt and gives each token as soon as it is written: the text that <see cref="GenerateAsync"/> gives whole.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">How to generate; null means the model's own defaults. One text without beams: greedy search or sampling.</param>
    /// <param name="cancellationToken">Polled each token.</param>
    /// <returns>The tokens; their texts joined are the whole text. The model works while the next token is awaited, and stops where the reader does.</returns>
    /// <exception cref="ArgumentException">The prompt is null, an option is out of range, or the options (or the model's defaults) ask for beams or several texts.</exception>
    /// <exception cref="KpddException">The model gives numbers that are not finite (when the tokens are read).</exception>
    /// <exception cref="ObjectDisposedException">This object is disposed (when the tokens are read).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled (when the tokens are read).</exception>
    public IAsyncEnumerable<GeneratedToken> StreamAsync(string prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var settings = new GenerationSettings(Resolve(options), shared.Engine.Config, tokenizer.VocabularySize);
        TokenStream.RequireOnePath(settings);
        return StreamAsync(prompt, settings, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        shared.Dispose();
        channel?.Dispose();
    }

    /// <summary>Opens a folder's student, with <paramref name="openModel"/> for each of its models.</summary>
    internal static T5TextGenerator Load(string modelFolder, Func<string, IT5Engine> openModel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(modelFolder))
        {
            throw new KpddException($"There is no model folder '{modelFolder}'. Give the path of a folder with config.json, model.safetensors and spiece.model.");
        }

        StudentDescription description = StudentDescriptionFile.Load(modelFolder);
        StudentModels models = StudentModels.Find(modelFolder, description);
        string? channelFolder = description.Channel is { } named ? ChannelFolder.Find(modelFolder, description, named) : null;
        T5Tokenizer tokenizer = T5Tokenizer.Load(models.VocabularyFolder);
        IT5Engine engine = models.Open(openModel, cancellationToken);
        T5TextGenerator? channel = null;
        try
        {
            channel = channelFolder is null ? null : Load(channelFolder, openModel, cancellationToken);
            return new T5TextGenerator(engine, tokenizer, description, channel);
        }
        catch (Exception e)
        {
            engine.Dispose();
            channel?.Dispose();
            if (e is KpddException)
            {
                throw new KpddException($"Model folder '{modelFolder}': {e.Message}", e);
            }

            throw;
        }
    }

    private GenerationOptions Resolve(GenerationOptions? options)
    {
        GenerationOptions resolved = options?.Clone() ?? new GenerationOptions();
        resolved.Validate();
        resolved.MaxNewTokens ??= Description.MaxNewTokens;
        if (!resolved.Sample)
        {
            resolved.NumBeams ??= Math.Max(Description.NumBeams, resolved.NumReturnSequences ?? 1);
        }

        return resolved;
    }

    private GeneratedText[] Generate(string[] prompts, GenerationOptions options, CancellationToken cancellationToken)
    {
        var inputIds = new int[prompts.Length][];
        var cut = new bool[prompts.Length];
        for (int i = 0; i < prompts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            inputIds[i] = Encode(prompts[i], out cut[i]);
        }

        return [.. T5Generator
            .Generate(shared.Engine, inputIds, options, tokenizer.VocabularySize, cancellationToken)
            .Select((hypotheses, i) => ToText([.. hypotheses.Select(hypothesis => ToText(hypothesis, cut[i]))]))];
    }

    private double[] Score(PromptedText[] texts, CancellationToken cancellationToken)
    {
        var inputIds = new int[texts.Length][];
        var targetIds = new int[texts.Length][];
        for (int i = 0; i < texts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            inputIds[i] = Encode(texts[i].Prompt, out _);
            targetIds[i] = Encode(texts[i].Text, out _);
        }

        return [.. T5Generator.Score(shared.Engine, inputIds, targetIds, cancellationToken: cancellationToken).Select(token => token.Sum())];
    }

    private async IAsyncEnumerable<GeneratedToken> StreamAsync(
        string prompt, GenerationSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using SharedEngine.Use use = shared.Enter();
        var stream = new TokenStream(shared.Engine, settings, Decode);
        await foreach (GeneratedToken token in stream.ReadAsync(Encode(prompt, out _), cancellationToken).ConfigureAwait(false))
        {
            yield return token;
        }
    }

    private int[] Encode(string prompt, out bool cut) => Description.LosslessEncoding
        ? tokenizer.EncodeLossless(prompt, MaxPromptTokens, out cut)
        : tokenizer.Encode(prompt, MaxPromptTokens, out cut);

    private string Decode(int[] ids) => Description.LosslessEncoding ? tokenizer.DecodeLossless(ids) : tokenizer.Decode(ids);

    private GeneratedText ToText(T5Hypothesis hypothesis, bool promptCut) => new(Decode(hypothesis.Ids), hypothesis.Score)
    {
        TokenLogProbabilities = hypothesis.TokenLogProbabilities,
        Truncated = hypothesis.Truncated,
        PromptTruncated = promptCut,
    };

    private static GeneratedText ToText(GeneratedText[] hypotheses) => hypotheses[0] with { Hypotheses = hypotheses };

    private void RequireFit()
    {
        if (tokenizer.VocabularySize > shared.Engine.Config.VocabSize)
        {
            throw new KpddException(
                $"The tokenizer (spiece.model) has {tokenizer.VocabularySize} ids and the model's embedding only {shared.Engine.Config.VocabSize}: they are not of the same model. Copy both from one source.");
        }

        if (Description.LosslessEncoding && tokenizer.ExtraIds < LosslessTextEncoding.SentinelCount)
        {
            throw new KpddException(
                $"The student's description (kpdd.json) asks for the lossless encoding, which needs {LosslessTextEncoding.SentinelCount} sentinel ids; the tokenizer has {tokenizer.ExtraIds}. Set losslessEncoding to false or use the tokenizer the student was trained with.");
        }
    }
}
