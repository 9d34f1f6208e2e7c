using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>
/// Self-attention of the encoder up to its output layer: norm, query, key and value, attention. A chunk is some heads of a text, or of several short ones: queries, keys and
/// values of a head are used by the core that computed them, and stay in its cache unless a text is long.
/// </summary>
internal sealed class EncoderSelfAttention : ParallelWork
{
    // Query, key and value.
    private const int Parts = 3;

    private readonly RootMeanSquareNorm norm;
    private readonly Linear layer;
    private readonly Plan plan;
    private readonly RaggedRows texts;
    private readonly T5Config config;
    private readonly RelativePositionBias.Table bias;
    private readonly float[] hidden;
    private readonly float[] attended;

    /// <param name="norm">The norm.</param>
    /// <param name="layer">The matrices of query, key and value.</param>
    /// <param name="texts">Where each text lies.</param>
    /// <param name="config">Shape of the model.</param>
    /// <param name="bias">The bias by distance.</param>
    /// <param name="hidden">The hidden states <c>[total, d_model]</c>.</param>
    /// <param name="attended">Receives <c>[total, inner]</c>.</param>
    public EncoderSelfAttention(
        RootMeanSquareNorm norm, Linear layer, RaggedRows texts, T5Config config, RelativePositionBias.Table bias, float[] hidden, float[] attended)
        : this(norm, layer, new Plan(texts, config.Heads, layer.Threads), texts, config, bias, hidden, attended)
    {
    }

    private EncoderSelfAttention(
        RootMeanSquareNorm norm, Linear layer, Plan plan, RaggedRows texts, T5Config config, RelativePositionBias.Table bias, float[] hidden, float[] attended)
        : base(plan.Chunks, new Layout(layer, config, plan.MostTokens, plan.MostHeads, texts.Longest).Size)
    {
        this.norm = norm;
        this.layer = layer;
        this.plan = plan;
        this.texts = texts;
        this.config = config;
        this.bias = bias;
        this.hidden = hidden;
        this.attended = attended;
    }

    public override unsafe void Compute(int chunk, Span<float> result)
    {
        Chunk taken = plan.Locate(chunk);
        int start = texts.Starts[taken.FirstText], tokens = plan.Tokens(taken);
        var layout = new Layout(layer, config, tokens, taken.Heads, texts.Longest);
        fixed (float* output = result, input = &hidden[start * layer.Inputs])
        {
            float* projected = output + layout.Projected;
            Prepare(input, tokens, layout, output);
            for (int head = 0; head < taken.Heads; head++)
            {
                int number = taken.FirstHead + head;
                Project(number, tokens, layout, output);
                float* target = output + ((nint)head * tokens * layout.Attended);
                for (int text = taken.FirstText; text < taken.EndText; text++)
                {
                    nint at = texts.Starts[text] - start;
                    float* queries = projected + (at * layout.ProjectedStride);
                    new EncoderHead(texts.Lengths[text], config.HeadWidth).Attend(
                        queries + Within(0, number),
                        queries + layout.PartWidth + Within(1, number),
                        queries + (2 * layout.PartWidth) + Within(2, number),
                        layout.ProjectedStride,
                        bias,
                        number,
                        target + (at * layout.Attended),
                        output + layout.Head);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        Chunk taken = plan.Locate(chunk);
        int start = texts.Starts[taken.FirstText], tokens = plan.Tokens(taken), width = config.HeadWidth;
        int stride = EncoderHead.StrideOf(width);
        for (int token = 0; token < tokens; token++)
        {
            Span<float> target = attended.AsSpan((((start + token) * config.Heads) + taken.FirstHead) * width);
            for (int head = 0; head < taken.Heads; head++)
            {
                result.Slice(((head * tokens) + token) * stride, width).CopyTo(target[(head * width)..]);
            }
        }
    }

    // Normalizes the tokens, and makes them ready to be multiplied.
    private unsafe void Prepare(float* input, int tokens, Layout layout, float* space)
    {
        for (int first = 0; first < tokens; first += RowChunks.MaxRows)
        {
            int count = Math.Min(RowChunks.MaxRows, tokens - first);
            float* normed = space + layout.Normed + ((nint)first * layout.NormedStride);
            norm.Apply(input + ((nint)first * layer.Inputs), layer.Inputs, count, normed, layout.NormedStride);
            layer.Prepare(normed, layout.NormedStride, count, space + layout.PreparedRows(first));
        }
    }

    // Query, key and value of one head.
    private unsafe void Project(int head, int tokens, Layout layout, float* space)
    {
        for (int part = 0; part < Parts; part++)
        {
            int within = Within(part, head);
            for (int first = 0; first < tokens; first += RowChunks.MaxRows)
            {
                layer.Multiply(
                    space + layout.Normed + ((nint)first * layout.NormedStride),
                    layout.NormedStride,
                    Math.Min(RowChunks.MaxRows, tokens - first),
                    space + layout.PreparedRows(first),
                    FirstOutput(part, head) - within,
                    within + config.HeadWidth,
                    space + layout.Projected + ((nint)first * layout.ProjectedStride) + (part * layout.PartWidth),
                    layout.ProjectedStride);
            }
        }
    }

    private int FirstOutput(int part, int head) => ((part * config.Heads) + head) * config.HeadWidth;

    // Where a head begins within a panel of outputs: those ahead of it there are computed as well.
    private int Within(int part, int head) => FirstOutput(part, head) % layer.PanelWidth;

    /// <summary>What a chunk computes: some heads of texts that follow one another.</summary>
    private readonly record struct Chunk(int FirstText, int EndText, int FirstHead, int Heads);

    /// <summary>How texts and heads are cut into chunks.</summary>
    private sealed class Plan
    {
        /// <summary>Chunks wanted for each thread, so that one that is interrupted takes fewer. Each prepares its tokens anew.</summary>
        private const int ChunksPerThread = 2;

        // Short texts share a chunk up to so many: each chunk reads all weights of its heads.
        private const int MostTokensTogether = RowChunks.MaxRows;

        private readonly List<int> ends = [];
        private readonly RaggedRows texts;
        private readonly int heads;
        private readonly int cuts;

        public Plan(RaggedRows texts, int heads, int threads)
        {
            this.texts = texts;
            this.heads = heads;
            for (int first = 0, end; first < texts.Lengths.Length; first = end)
            {
                int tokens = 0;
                for (end = first; end < texts.Lengths.Length && (end == first || tokens + texts.Lengths[end] <= MostTokensTogether); end++)
                {
                    tokens += texts.Lengths[end];
                }

                ends.Add(end);
                MostTokens = Math.Max(MostTokens, tokens);
            }

            cuts = Math.Clamp(((ChunksPerThread * threads) + ends.Count - 1) / ends.Count, 1, heads);
            MostHeads = (heads + cuts - 1) / cuts;
            cuts = (heads + MostHeads - 1) / MostHeads;
        }

        public int Chunks => ends.Count * cuts;

        public int MostTokens { get; }

        public int MostHeads { get; }

        public Chunk Locate(int chunk)
        {
            int group = chunk / cuts, firstHead = chunk % cuts * MostHeads;
            return new Chunk(group == 0 ? 0 : ends[group - 1], ends[group], firstHead, Math.Min(MostHeads, heads - firstHead));
        }

        public int Tokens(Chunk chunk) => texts.Starts[chunk.EndText - 1] + texts.Lengths[chunk.EndText - 1] - texts.Starts[chunk.FirstText];
    }

    /// <summary>Where things lie in a chunk's buffer; what is attended to comes first, head by head.</summary>
    private readonly struct Layout
    {
        private readonly int prepared;
        private readonly int preparedSize;

        public Layout(Linear layer, T5Config config, int tokens, int heads, int longest)
        {
            var head = new EncoderHead(longest, config.HeadWidth);
            bool aligned = config.HeadWidth % layer.PanelWidth == 0;
            Attended = EncoderHead.StrideOf(config.HeadWidth);
            NormedStride = Spread.Rows<float>(layer.Inputs);
            PartWidth = aligned ? config.HeadWidth : Rounding.Up(config.HeadWidth + layer.PanelWidth - 1, layer.PanelWidth);
            ProjectedStride = Spread.Rows<float>(Parts * PartWidth);
            preparedSize = layer.WorkingSpace(Math.Min(tokens, RowChunks.MaxRows));
            Normed = heads * tokens * Attended;
            prepared = Normed + (tokens * NormedStride);
            Projected = prepared + ((tokens + RowChunks.MaxRows - 1) / RowChunks.MaxRows * preparedSize);
            Head = Projected + (tokens * ProjectedStride);
            Size = Head + head.WorkingSpace;
        }

        /// <summary>Numbers from what one token attends to with a head to the next.</summary>
        public int Attended { get; }

        public int Normed { get; }

        public int NormedStride { get; }

        public int Projected { get; }

        public int ProjectedStride { get; }

        /// <summary>Numbers of a token's query, of its key and of its value.</summary>
        public int PartWidth { get; }

        /// <summary>Working space of a head.</summary>
        public int Head { get; }

        public int Size { get; }

        /// <summary>Where prepared rows from one on lie.</summary>
        public int PreparedRows(int first) => prepared + (first / RowChunks.MaxRows * preparedSize);
    }
}
