using KPDD.T5;

namespace KPDD.Torch;

/// <summary>The examples of one training as token ids, and their order in each epoch.</summary>
internal sealed class TrainingSet
{
    // Rows of like length are batched together: pools of this many batches are sorted by length, then the batches are shuffled.
    private const int PoolBatches = 50;
    private readonly List<EncodedExample> examples;
    private readonly int stepSize;
    private readonly int seed;

    private TrainingSet(List<EncodedExample> examples, TrainingOptions options)
    {
        this.examples = examples;
        stepSize = options.BatchSize * options.GradientAccumulationSteps;
        seed = options.Seed;
    }

    /// <summary>Number of examples.</summary>
    public int Count => examples.Count;

    /// <summary>Steps of one epoch.</summary>
    public int Steps => (examples.Count + stepSize - 1) / stepSize;

    /// <summary>Examples whose input or target was cut.</summary>
    public int Truncated { get; private init; }

    /// <summary>Hash of the examples.</summary>
    public string Content => ContentHash.Of(examples);

    /// <summary>Encodes what the examples hold for this student; those its text format cannot express are left out.</summary>
    public static TrainingSet Encode(
        IReadOnlyList<DistillationExample> source, StudentDescription student, T5Tokenizer tokenizer, TrainingOptions options)
    {
        IStudentTextFormat format = StudentTextFormats.For(student);
        var encoded = new List<EncodedExample>(source.Count);
        int truncated = 0;
        foreach (DistillationExample example in source)
        {
            if (Text(example, student, format) is not var (prompt, target))
            {
                continue;
            }

            // What holds line breaks and braces is the program: a solve student writes it, a channel student reads it.
            bool losslessInput = student is { LosslessEncoding: true, Stage: DistillationStage.Channel };
            bool losslessOutput = losslessInput || student is { LosslessEncoding: true, Stage: DistillationStage.Solve };
            int[] input = Encode(tokenizer, prompt, losslessInput, options.MaxInputTokens, out bool inputCut);
            int[] output = Encode(tokenizer, target, losslessOutput, options.MaxTargetTokens, out bool targetCut);
            truncated += inputCut || targetCut ? 1 : 0;
            encoded.Add(new EncodedExample(input, output));
        }

        return new TrainingSet(encoded, options) { Truncated = truncated };
    }

    /// <summary>The examples of each step of an epoch: the same seed and epoch give the same order.</summary>
    public IReadOnlyList<EncodedExample[]> Epoch(int epoch)
    {
        var random = new Random(TrainingSeed.Mix(seed, epoch));
        EncodedExample[] order = [.. examples];
        random.Shuffle(order);
        EncodedExample[][] batches =
            [.. order.Chunk(PoolBatches * stepSize).SelectMany(pool => pool.OrderBy(e => e.Input.Length).ThenBy(e => e.Target.Length).Chunk(stepSize))];
        random.Shuffle(batches);
        return batches;
    }

    private static int[] Encode(T5Tokenizer tokenizer, string text, bool lossless, int maxTokens, out bool cut) =>
        lossless ? tokenizer.EncodeLossless(text, maxTokens, out cut) : tokenizer.Encode(text, maxTokens, out cut);

    private static (string Prompt, string Target)? Text(DistillationExample example, StudentDescription student, IStudentTextFormat format)
    {
        if (student.Stage == DistillationStage.KeyPoints)
        {
            return example.KeyPoints is { } points && format.FormatKeyPointTarget(example.Problem, points) is { } target
                ? (format.FormatKeyPointPrompt(example.Problem), target)
                : null;
        }

        if (student.Stage == DistillationStage.Channel)
        {
            return example.Rationale is { } explained && explained.Kind == student.RationaleKind && format.FormatChannelPrompt(example.Problem, explained) is { } prompt
                ? (prompt, format.FormatChannelTarget(example.Problem))
                : null;
        }

        var request = new SolveRequest(example.Problem, example.KeyPoints);
        return example.Rationale is { } rationale && rationale.Kind == student.RationaleKind && format.FormatSolveTarget(request, rationale) is { } text
            ? (format.FormatSolvePrompt(request), text)
            : null;
    }
}

/// <summary>One example as token ids, each ending with the end-of-text token.</summary>
/// <param name="Input">Encoder input.</param>
/// <param name="Target">Labels.</param>
internal sealed record EncodedExample(int[] Input, int[] Target);

/// <summary>Seeds derived from the training's seed, so that any step can be repeated without the ones before it.</summary>
internal static class TrainingSeed
{
    /// <summary>A stable mix of two numbers (System.HashCode differs from process to process).</summary>
    public static int Mix(int first, int second) => unchecked((first * 486187739) + (second * 92821) + 17) & int.MaxValue;
}
