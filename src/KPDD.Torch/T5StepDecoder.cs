using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>
/// The decoder for one token a row: what <see cref="T5Model.Decode"/> computes for a whole text, from copies of the weights that are laid out for few rows.
/// Queries, keys and values are one product, as are the two inputs of a gate; the weights of a norm are in the matrix behind it; libtorch's own attention runs on the cache.
/// </summary>
/// <remarks>Sessions on several threads share the weights, which never change. Within the decoder, heads come before rows: <c>[heads, rows, ...]</c>.</remarks>
internal sealed class T5StepDecoder : IDisposable
{
    // Where there are fewer threads, smaller parts still fit a core's own cache better.
    private const int LeastParts = 4;
    private readonly T5Model model;
    private readonly Layer[] layers;
    private readonly StepWeights head;
    private readonly Tensor epsilon;

    /// <summary>Copies the decoder's weights.</summary>
    /// <param name="model">The model; it must stay as it is, and keeps the embedding.</param>
    /// <param name="threads">Threads that will run it.</param>
    public T5StepDecoder(T5Model model, int threads)
    {
        this.model = model;
        T5Config config = model.Config;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(i => new Layer(config, weights, $"decoder.block.{i}.layer.", threads))];
        (Tensor, double) vocabulary = config.TiedEmbeddings
            ? (weights["shared.weight"], Math.Pow(config.ModelWidth, -0.5))
            : (weights["lm_head.weight"], 1);
        head = new StepWeights(Parts(config.VocabSize, threads), weights["decoder.final_layer_norm.weight"], vocabulary);
        epsilon = full([1, 1, 1], (float)config.LayerNormEpsilon, device: model.Device).DetachFromDisposeScope();
    }

    /// <summary>Logits of the next token, float32, in parts of the vocabulary: <c>[parts, rows, vocab_size / parts]</c>.</summary>
    /// <param name="ids">One token id a row, <c>[rows]</c> int64.</param>
    /// <param name="cache">What the rows attend to; it gets the new position.</param>
    public Tensor Step(Tensor ids, T5StepCache cache)
    {
        using var scope = NewDisposeScope();
        Tensor states = model.Embed(ids);
        Tensor positionBias = cache.AddPosition();
        for (int i = 0; i < layers.Length; i++)
        {
            Layer layer = layers[i];
            AttendToSelf(layer, states, cache, positionBias, i);
            AttendToInput(layer, states, cache, i);
            layer.Outer.AddTo(states, layer.FeedForward(Normed(states)));
        }

        return head.Apply(Normed(states)).As(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        head.Dispose();
        epsilon.Dispose();
        Array.ForEach(layers, layer => layer.Dispose());
    }

    /// <summary>The most parts that are of use and of equal size.</summary>
    private static int Parts(int outputs, int threads)
    {
        int parts = Math.Max(LeastParts, threads);
        while (outputs % parts != 0)
        {
            parts--;
        }

        return parts;
    }

    private void AttendToSelf(Layer layer, Tensor states, T5StepCache cache, Tensor positionBias, int index)
    {
        using var scope = NewDisposeScope();
        int width = model.Config.HeadWidth;
        Tensor projected = layer.SelfInput.Apply(Normed(states)).As(ScalarType.Float32);
        var (keys, values) = cache.Append(index, projected.narrow(2, width, width), projected.narrow(2, 2 * width, width));
        layer.SelfOutput.AddTo(states, Attend(projected.narrow(2, 0, width), keys, values, positionBias));
    }

    private void AttendToInput(Layer layer, Tensor states, T5StepCache cache, int index)
    {
        using var scope = NewDisposeScope();
        Tensor queries = layer.CrossInput.Apply(Normed(states)).As(ScalarType.Float32);
        var (keys, values) = cache.Cross(index);
        layer.CrossOutput.AddTo(states, Attend(queries, keys, values, cache.CrossMask));
    }

    /// <summary>From queries <c>[heads, rows, d_kv]</c> to <c>[rows, heads * d_kv]</c>.</summary>
    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return F.scaled_dot_product_attention(queries.unsqueeze(2), keys, values, mask)
            .squeeze(2).transpose(0, 1).reshape(queries.shape[1], model.Config.InnerWidth)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The states over the root of their mean square; the norm's weights are in the matrix behind it.</summary>
    private Tensor Normed(Tensor states)
    {
        using var scope = NewDisposeScope();
        Tensor meanSquare = states.unsqueeze(1).baddbmm(states.unsqueeze(2), epsilon, 1, 1f / model.Config.ModelWidth);
        return (states * meanSquare.rsqrt_().squeeze(2)).MoveToOuterDisposeScope();
    }

    /// <summary>One block's weights.</summary>
    private sealed class Layer : IDisposable
    {
        private readonly T5Config config;
        private readonly StepWeights inner;

        public Layer(T5Config config, Dictionary<string, Tensor> weights, string name, int threads)
        {
            this.config = config;
            // libtorch's attention divides the scores by this root, T5 does not.
            double root = Math.Sqrt(config.HeadWidth);
            SelfInput = new StepWeights(
                config.Heads, Weight("0.layer_norm"), (Weight("0.SelfAttention.q"), root), (Weight("0.SelfAttention.k"), 1), (Weight("0.SelfAttention.v"), 1));
            SelfOutput = new StepWeights(Parts(config.ModelWidth, threads), null, (Weight("0.SelfAttention.o"), 1));
            CrossInput = new StepWeights(config.Heads, Weight("1.layer_norm"), (Weight("1.EncDecAttention.q"), root));
            CrossOutput = new StepWeights(Parts(config.ModelWidth, threads), null, (Weight("1.EncDecAttention.o"), 1));
            int innerParts = Parts(config.FeedForwardWidth, threads);
            inner = config.GatedFeedForward
                ? new StepWeights(innerParts, Weight("2.layer_norm"), (Weight("2.DenseReluDense.wi_0"), 1), (Weight("2.DenseReluDense.wi_1"), 1))
                : new StepWeights(innerParts, Weight("2.layer_norm"), (Weight("2.DenseReluDense.wi"), 1));
            Outer = new StepWeights(Parts(config.ModelWidth, threads), null, (Weight("2.DenseReluDense.wo"), 1));

            Tensor Weight(string part) => weights[$"{name}{part}.weight"];
        }

        public StepWeights SelfInput { get; }

        public StepWeights SelfOutput { get; }

        public StepWeights CrossInput { get; }

        public StepWeights CrossOutput { get; }

        public StepWeights Outer { get; }

        /// <summary>The feed-forward layer up to its last matrix: <c>[rows, d_ff]</c>.</summary>
        public Tensor FeedForward(Tensor normed)
        {
            using var scope = NewDisposeScope();
            Tensor values = inner.Apply(normed);
            Tensor? factors = null;
            if (config.GatedFeedForward)
            {
                long width = values.shape[2] / 2;
                (values, factors) = (values.narrow(2, 0, width), values.narrow(2, width, width));
            }

            values = config.UsesGelu ? F.gelu(values, TorchSharp.Modules.GELU.Approximate.tanh) : values.relu_();
            values = factors is null ? values : values * factors;
            return values.transpose(0, 1).reshape(normed.shape[0], config.FeedForwardWidth).MoveToOuterDisposeScope();
        }

        public void Dispose()
        {
            foreach (StepWeights weights in (StepWeights[])[SelfInput, SelfOutput, CrossInput, CrossOutput, inner, Outer])
            {
                weights.Dispose();
            }
        }
    }
}
