using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>
/// The decoder for one token a row: what <see cref="T5Model.Decode"/> computes for a whole text, with as few calls into libtorch as that takes and from copies of the
/// weights that are laid out for few rows. Queries, keys and values are one product, as are the two inputs of a gate; the weights of a norm are in the matrix behind it;
/// libtorch's own attention runs on the cache.
/// </summary>
/// <remarks>Sessions on several threads share the weights, which never change.</remarks>
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

    /// <summary>Logits of the next token, <c>[rows, vocab_size]</c> float32.</summary>
    /// <param name="ids">One token id a row, <c>[rows]</c> int64.</param>
    /// <param name="cache">What the rows attend to; it gets the new position.</param>
    public Tensor Step(Tensor ids, T5StepCache cache)
    {
        using var scope = NewDisposeScope();
        Tensor embedded = model.Embed(ids);
        var states = new States(embedded, embedded.unsqueeze(1), embedded.unsqueeze(2));
        T5StepViews views = cache.AddPosition();
        for (int i = 0; i < layers.Length; i++)
        {
            AttendToSelf(layers[i], states, views, i);
            AttendToInput(layers[i], states, views, cache.CrossMask, i);
            AddFeedForward(layers[i], states);
        }

        return head.Apply(Normed(states)).MoveToOuterDisposeScope();
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

    private void AttendToSelf(Layer layer, States states, T5StepViews views, int index)
    {
        using var scope = NewDisposeScope();
        Tensor[] projected = layer.SelfInput.Apply(Normed(states)).view(-1, 3, model.Config.Heads, 1, model.Config.HeadWidth).unbind(1);
        int keys = 2 * index, values = keys + 1;
        views.Added[keys].copy_(projected[1]);
        views.Added[values].copy_(projected[2]);
        Add(states, layer.SelfOutput, Attend(projected[0], views.Positions[keys], views.Positions[values], views.Bias));
    }

    private void AttendToInput(Layer layer, States states, T5StepViews views, Tensor mask, int index)
    {
        using var scope = NewDisposeScope();
        Tensor queries = layer.CrossInput.Apply(Normed(states)).view(-1, model.Config.Heads, 1, model.Config.HeadWidth);
        Add(states, layer.CrossOutput, Attend(queries, views.Input[2 * index], views.Input[(2 * index) + 1], mask));
    }

    private void AddFeedForward(Layer layer, States states)
    {
        using var scope = NewDisposeScope();
        Tensor inner = layer.Inner.Apply(Normed(states));
        Tensor values = model.Config.GatedFeedForward ? inner.narrow(1, 0, model.Config.FeedForwardWidth) : inner;
        values = model.Config.UsesGelu ? F.gelu(values, TorchSharp.Modules.GELU.Approximate.tanh) : values.relu_();
        values = model.Config.GatedFeedForward ? values * inner.narrow(1, model.Config.FeedForwardWidth, model.Config.FeedForwardWidth) : values;
        Add(states, layer.Outer, values);
    }

    /// <summary>From queries <c>[rows, heads, 1, d_kv]</c> to <c>[rows, heads * d_kv]</c>.</summary>
    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return F.scaled_dot_product_attention(queries, keys, values, mask).reshape(-1, model.Config.InnerWidth).MoveToOuterDisposeScope();
    }

    /// <summary>The states over the root of their mean square; the norm's weights are in the matrix behind it.</summary>
    private Tensor Normed(States states)
    {
        using var scope = NewDisposeScope();
        Tensor meanSquare = states.Row.baddbmm(states.Column, epsilon, 1, 1f / model.Config.ModelWidth);
        return (states.All * meanSquare.rsqrt_().squeeze(2)).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the product of <c>[rows, inputs]</c> to the states, in place.</summary>
    private static void Add(States states, StepWeights weights, Tensor inputs)
    {
        using var scope = NewDisposeScope();
        states.All.add_(weights.Apply(inputs), KeptScalar.One);
    }

    /// <summary>The residual stream, <c>[rows, d_model]</c>, which each layer adds to, and views of it whose product is its square: <c>[rows, 1, d_model]</c> and <c>[rows, d_model, 1]</c>.</summary>
    private sealed record States(Tensor All, Tensor Row, Tensor Column);

    /// <summary>One block's weights.</summary>
    private sealed class Layer : IDisposable
    {
        public Layer(T5Config config, Dictionary<string, Tensor> weights, string name, int threads)
        {
            // libtorch's attention divides the scores by this root, T5 does not.
            double root = Math.Sqrt(config.HeadWidth);
            SelfInput = Laid("0.layer_norm", ("0.SelfAttention.q", root), ("0.SelfAttention.k", 1), ("0.SelfAttention.v", 1));
            SelfOutput = Laid(null, ("0.SelfAttention.o", 1));
            CrossInput = Laid("1.layer_norm", ("1.EncDecAttention.q", root));
            CrossOutput = Laid(null, ("1.EncDecAttention.o", 1));
            Inner = config.GatedFeedForward
                ? Laid("2.layer_norm", ("2.DenseReluDense.wi_0", 1), ("2.DenseReluDense.wi_1", 1))
                : Laid("2.layer_norm", ("2.DenseReluDense.wi", 1));
            Outer = Laid(null, ("2.DenseReluDense.wo", 1));

            Tensor Weight(string part) => weights[$"{name}{part}.weight"];

            StepWeights Laid(string? norm, params (string Part, double Factor)[] matrices)
            {
                (Tensor Weight, double Factor)[] laid = [.. matrices.Select(matrix => (Weight(matrix.Part), matrix.Factor))];
                return new StepWeights(Parts((int)laid.Sum(matrix => matrix.Weight.shape[0]), threads), norm is null ? null : Weight(norm), laid);
            }
        }

        public StepWeights SelfInput { get; }

        public StepWeights SelfOutput { get; }

        public StepWeights CrossInput { get; }

        public StepWeights CrossOutput { get; }

        public StepWeights Inner { get; }

        public StepWeights Outer { get; }

        public void Dispose()
        {
            foreach (StepWeights weights in (StepWeights[])[SelfInput, SelfOutput, CrossInput, CrossOutput, Inner, Outer])
            {
                weights.Dispose();
            }
        }
    }
}
