// The T5 model, read top to bottom: norm, feed-forward, attention, blocks, stack, model.
// Reference code: the modeling_t5 module of the transformers library; papers: arXiv 1910.10683 (T5), 2002.05202 (gated feed-forward).
// IDE1006: modules keep the checkpoint's own names, so that a state dictionary reads like the weight file.
#pragma warning disable IDE1006
using KPDD.T5;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>Layer norm without mean and bias: <c>x / sqrt(mean(x²) + epsilon) * weight</c> (RMS norm, arXiv 1910.07467).</summary>
internal sealed class T5LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Scalar epsilon;

    public T5LayerNorm(T5Config config)
        : base(nameof(T5LayerNorm))
    {
        weight = nn.Parameter(ones(config.ModelWidth));
        epsilon = KeptScalar.Of(config.LayerNormEpsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor scale = (input * input).mean([-1], keepdim: true).add_(epsilon, KeptScalar.One).rsqrt_();
        Tensor normed = input * scale;
        // Gradients need what the weights are multiplied with.
        return (is_grad_enabled() ? normed * weight : normed.mul_(weight)).MoveToOuterDisposeScope();
    }
}

/// <summary>Feed-forward layer: <c>wo(act(wi(x)))</c>, or gated <c>wo(act(wi_0(x)) * wi_1(x))</c>.</summary>
internal sealed class T5FeedForward : nn.Module<Tensor, T5Dropout, Tensor>
{
    private readonly Linear wi;
    private readonly Linear? wi_1;
    private readonly Linear wo;
    private readonly bool usesGelu;

    public T5FeedForward(T5Config config)
        : base(nameof(T5FeedForward))
    {
        usesGelu = config.UsesGelu;
        wi = nn.Linear(config.ModelWidth, config.FeedForwardWidth, hasBias: false);
        wo = nn.Linear(config.FeedForwardWidth, config.ModelWidth, hasBias: false);
        register_module(config.GatedFeedForward ? "wi_0" : "wi", wi);
        if (config.GatedFeedForward)
        {
            wi_1 = nn.Linear(config.ModelWidth, config.FeedForwardWidth, hasBias: false);
            register_module("wi_1", wi_1);
        }

        register_module("wo", wo);
    }

    public override Tensor forward(Tensor input, T5Dropout dropout)
    {
        using var scope = NewDisposeScope();
        input = input.As(wi.weight!.dtype);
        Tensor inner = LinearProduct.Of(input, wi.weight!);
        inner = usesGelu ? F.gelu(inner, TorchSharp.Modules.GELU.Approximate.tanh) : F.relu(inner, inplace: !is_grad_enabled());
        if (wi_1 is not null)
        {
            inner = inner * LinearProduct.Of(input, wi_1.weight!);
        }

        return LinearProduct.Of(dropout.Apply(inner).As(wo.weight!.dtype), wo.weight!).MoveToOuterDisposeScope();
    }
}

/// <summary>Multi-head attention, without scaling of the scores (T5 folds it into the initial weights).</summary>
internal sealed class T5Attention : nn.Module
{
    private readonly T5Config config;
    private readonly Linear q;
    private readonly Linear k;
    private readonly Linear v;
    private readonly Linear o;
    private readonly Embedding? relative_attention_bias;
    private readonly Scalar unscaled;

    public T5Attention(T5Config config, bool hasRelativeBias)
        : base(nameof(T5Attention))
    {
        this.config = config;
        // libtorch's attention divides the scores by this root, T5 does not.
        unscaled = KeptScalar.Of(Math.Sqrt(config.HeadWidth));
        q = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        k = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        v = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        o = nn.Linear(config.InnerWidth, config.ModelWidth, hasBias: false);
        relative_attention_bias = hasRelativeBias ? nn.Embedding(config.RelativeAttentionBuckets, config.Heads) : null;
        RegisterComponents();
    }

    /// <summary>Keys of the states <c>[batch, length, d_model]</c>: <c>[batch, heads, length, d_kv]</c>.</summary>
    public Tensor Keys(Tensor states) => SplitHeads(k, states);

    /// <summary>Values of the states, shaped as <see cref="Keys"/>.</summary>
    public Tensor Values(Tensor states) => SplitHeads(v, states);

    /// <summary>Attends from the states <c>[batch, length, d_model]</c> to keys and values; the bias broadcasts to <c>[batch, heads, length, key length]</c>.</summary>
    public Tensor Attend(Tensor states, Tensor keys, Tensor values, Tensor? bias, T5Dropout dropout)
    {
        using var scope = NewDisposeScope();
        Tensor queries = SplitHeads(q, states);
        Tensor mixed = !is_grad_enabled() && dropout.IsOff && values.dtype == ScalarType.Float32
            ? F.scaled_dot_product_attention(queries.mul_(unscaled), keys, values, bias)
            : Mix(queries, keys, values, bias, dropout);
        mixed = mixed.transpose(1, 2).reshape(states.shape[0], states.shape[1], config.InnerWidth);
        return LinearProduct.Of(mixed, o.weight!).MoveToOuterDisposeScope();
    }

    /// <summary>Relative position bias <c>[1, heads, query count, key length]</c> for queries at positions <paramref name="firstQuery"/> and on.</summary>
    public Tensor RelativeBias(int firstQuery, int queryCount, int keyLength, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        int least = 1 - firstQuery - queryCount;
        long[] byDistance = [.. Enumerable.Range(least, queryCount + keyLength - 1).Select(distance =>
            (long)RelativePosition.Bucket(config.RelativeAttentionBuckets, config.RelativeAttentionMaxDistance, distance, bidirectional))];
        var buckets = new long[queryCount * keyLength];
        for (int i = 0; i < queryCount; i++)
        {
            byDistance.AsSpan(-firstQuery - i - least, keyLength).CopyTo(buckets.AsSpan(i * keyLength));
        }

        Tensor ids = tensor(buckets, [queryCount, keyLength], device: relative_attention_bias!.weight!.device);
        return relative_attention_bias.forward(ids).permute(2, 0, 1).unsqueeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>Attention in steps of its own, for gradients, dropout and bfloat16 (whose softmax stays float32).</summary>
    private static Tensor Mix(Tensor queries, Tensor keys, Tensor values, Tensor? bias, T5Dropout dropout)
    {
        using var scope = NewDisposeScope();
        Tensor scores = queries.matmul(keys.transpose(-2, -1));
        if (bias is not null)
        {
            scores = scores.Plus(bias);
        }

        return dropout.Apply(scores.As(ScalarType.Float32).softmax(-1)).As(values.dtype).matmul(values).MoveToOuterDisposeScope();
    }

    private Tensor SplitHeads(Linear projection, Tensor states)
    {
        using var scope = NewDisposeScope();
        return LinearProduct.Of(states.As(projection.weight!.dtype), projection.weight!)
            .view(states.shape[0], states.shape[1], config.Heads, config.HeadWidth)
            .transpose(1, 2)
            .MoveToOuterDisposeScope();
    }
}

/// <summary>One block: self-attention, in the decoder cross-attention, then feed-forward; each normed before and added after.</summary>
internal sealed class T5Block : nn.Module
{
    private readonly T5LayerNorm selfNorm;
    private readonly T5LayerNorm? crossNorm;
    private readonly T5LayerNorm feedForwardNorm;
    private readonly T5FeedForward feedForward;

    public T5Block(T5Config config, bool isDecoder, bool hasRelativeBias)
        : base(nameof(T5Block))
    {
        SelfAttention = new T5Attention(config, hasRelativeBias);
        selfNorm = new T5LayerNorm(config);
        var layer = nn.ModuleList(SubLayer(nameof(SelfAttention), SelfAttention, selfNorm));
        if (isDecoder)
        {
            EncDecAttention = new T5Attention(config, hasRelativeBias: false);
            crossNorm = new T5LayerNorm(config);
            layer.Add(SubLayer(nameof(EncDecAttention), EncDecAttention, crossNorm));
        }

        feedForward = new T5FeedForward(config);
        feedForwardNorm = new T5LayerNorm(config);
        layer.Add(SubLayer("DenseReluDense", feedForward, feedForwardNorm));
        register_module(nameof(layer), layer);
    }

    public T5Attention SelfAttention { get; }

    public T5Attention? EncDecAttention { get; }

    /// <summary>Runs the block on <c>[batch, length, d_model]</c>; the decoder reads the input's keys and values.</summary>
    public Tensor Forward(Tensor states, Tensor? selfBias, Tensor? crossBias, T5LayerCache? cross, T5Dropout dropout)
    {
        using var scope = NewDisposeScope();
        Tensor normed = selfNorm.forward(states);
        Tensor attended = SelfAttention.Attend(normed, SelfAttention.Keys(normed), SelfAttention.Values(normed), selfBias, dropout);
        states = states.Plus(dropout.Apply(attended));
        if (EncDecAttention is not null)
        {
            normed = crossNorm!.forward(states);
            states = states.Plus(dropout.Apply(EncDecAttention.Attend(normed, cross!.Keys, cross.Values, crossBias, dropout)));
        }

        normed = feedForwardNorm.forward(states);
        return states.Plus(dropout.Apply(feedForward.forward(normed, dropout))).MoveToOuterDisposeScope();
    }

    /// <summary>The checkpoint keeps each sub-layer with its norm under <c>layer.N</c>.</summary>
    private static T5SubLayer SubLayer(string name, nn.Module module, T5LayerNorm norm)
    {
        var holder = new T5SubLayer();
        holder.register_module(name, module);
        holder.register_module("layer_norm", norm);
        return holder;
    }

    private sealed class T5SubLayer() : nn.Module(nameof(T5SubLayer));
}

/// <summary>The encoder or the decoder: a list of blocks and a final norm.</summary>
internal sealed class T5Stack : nn.Module
{
    private readonly T5Config config;
    private readonly bool isDecoder;
    private readonly T5Block[] blocks;
    private readonly T5LayerNorm final_layer_norm;

    public T5Stack(T5Config config, bool isDecoder)
        : base(nameof(T5Stack))
    {
        this.config = config;
        this.isDecoder = isDecoder;
        int count = isDecoder ? config.DecoderLayers : config.EncoderLayers;
        blocks = [.. Enumerable.Range(0, count).Select(i => new T5Block(config, isDecoder, hasRelativeBias: i == 0))];
        final_layer_norm = new T5LayerNorm(config);
        register_module("block", nn.ModuleList(blocks.Cast<nn.Module>().ToArray()));
        register_module(nameof(final_layer_norm), final_layer_norm);
    }

    public IReadOnlyList<T5Block> Blocks => blocks;

    /// <summary>Runs the stack on embedded states <c>[batch, length, d_model]</c>, float32; a mask is additive and broadcasts to <c>[batch, heads, length, key length]</c>.</summary>
    public Tensor Forward(Tensor states, Tensor? selfMask, Tensor? crossMask, T5LayerCache[]? caches, T5Dropout dropout, BlockRecomputation? recomputation)
    {
        using var scope = NewDisposeScope();
        int length = (int)states.shape[1];
        Tensor bias = blocks[0].SelfAttention.RelativeBias(0, length, length, bidirectional: !isDecoder);
        if (selfMask is not null)
        {
            bias = bias.Plus(selfMask);
        }

        states = dropout.Apply(states);
        if (recomputation is not null)
        {
            bias = recomputation.Cut(bias);
            states = recomputation.Cut(states.alias());
            crossMask = crossMask is null ? null : recomputation.Keep(crossMask.alias());
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            T5Block block = blocks[i];
            T5LayerCache? cache = caches?[i];
            Tensor input = states;
            Tensor Run() => block.Forward(input, bias, crossMask, cache, dropout);
            states = recomputation is null ? Run() : recomputation.Run(Run);
        }

        return dropout.Apply(final_layer_norm.forward(states)).MoveToOuterDisposeScope();
    }
}

/// <summary>T5 with its language-model head: token ids in, logits out.</summary>
internal sealed class T5Model : nn.Module
{
    private readonly Scalar headScale;
    private readonly Embedding shared;
    private readonly T5Stack encoder;
    private readonly T5Stack decoder;
    private readonly Linear? lm_head;

    public T5Model(T5Config config)
        : base(nameof(T5Model))
    {
        Config = config;
        headScale = KeptScalar.Of(Math.Pow(config.ModelWidth, -0.5));
        shared = nn.Embedding(config.VocabSize, config.ModelWidth);
        encoder = new T5Stack(config, isDecoder: false);
        decoder = new T5Stack(config, isDecoder: true);
        lm_head = config.TiedEmbeddings ? null : nn.Linear(config.ModelWidth, config.VocabSize, hasBias: false);
        RegisterComponents();
    }

    public T5Config Config { get; }

    /// <summary>Stores the large matrices in bfloat16; what is small or sensitive stays float32: <c>wo</c>, norms and position biases.</summary>
    public void UseBFloat16()
    {
        foreach (var (name, module) in named_modules())
        {
            bool staysWide = name.Split('.')[^1] is "wo" or "relative_attention_bias";
            if (module is Linear or Embedding && !staysWide)
            {
                module.to(ScalarType.BFloat16);
            }
        }
    }

    /// <summary>Device of the weights.</summary>
    public Device Device => shared.weight!.device;

    /// <summary>Logits <c>[batch, target length, vocab_size]</c> float32 for decoder inputs <c>[batch, target length]</c> int64, by teacher forcing.</summary>
    /// <param name="input">Encoder input.</param>
    /// <param name="decoderInputIds">Labels shifted right, starting with the decoder start token.</param>
    /// <param name="dropout">Dropout of this pass; <see cref="T5Dropout.None"/> to evaluate.</param>
    /// <param name="recomputation">Computes the blocks' activations twice instead of keeping them; null keeps them.</param>
    /// <param name="positions">Numbers of the positions, counted row by row, whose logits are wanted: gives <c>[positions, vocab_size]</c>. Null for all.</param>
    public Tensor Forward(T5Batch input, Tensor decoderInputIds, T5Dropout dropout, BlockRecomputation? recomputation = null, Tensor? positions = null)
    {
        using var scope = NewDisposeScope();
        Tensor encoded = Encode(input, dropout, recomputation);
        T5LayerCache[] caches = [.. Enumerable.Range(0, Config.DecoderLayers).Select(i => CrossCache(i, encoded))];
        if (recomputation is not null)
        {
            caches = [.. caches.Select(c => new T5LayerCache(recomputation.Cut(c.Keys), recomputation.Cut(c.Values)))];
        }

        Tensor states = Decode(decoderInputIds, CausalMask((int)decoderInputIds.shape[1]), input.Mask, caches, dropout, recomputation);
        return Logits(positions is null ? states : states.view(-1, Config.ModelWidth).index_select(0, positions)).MoveToOuterDisposeScope();
    }

    /// <summary>Encoder states <c>[batch, length, d_model]</c>.</summary>
    public Tensor Encode(T5Batch input, T5Dropout dropout, BlockRecomputation? recomputation = null)
    {
        using var scope = NewDisposeScope();
        Tensor encoded = encoder.Forward(Embed(input.Ids), input.Mask, null, null, dropout, recomputation);
        return recomputation is null ? encoded.MoveToOuterDisposeScope() : recomputation.Cut(encoded);
    }

    /// <summary>The tokens' embeddings, float32.</summary>
    public Tensor Embed(Tensor ids)
    {
        using var scope = NewDisposeScope();
        return shared.forward(ids).As(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>The input's keys and values in one decoder block; the caller's dispose scope owns them.</summary>
    public T5LayerCache CrossCache(int layer, Tensor encoded)
    {
        T5Attention attention = decoder.Blocks[layer].EncDecAttention!;
        return new T5LayerCache(attention.Keys(encoded), attention.Values(encoded));
    }

    /// <summary>The decoder's position bias <c>[1, heads, 1, length]</c> of the last of so many positions.</summary>
    public Tensor DecoderBias(int length) => decoder.Blocks[0].SelfAttention.RelativeBias(length - 1, 1, length, bidirectional: false);

    /// <summary>Decoder states <c>[batch, length, d_model]</c> of whole texts.</summary>
    private Tensor Decode(Tensor ids, Tensor selfMask, Tensor crossMask, T5LayerCache[] caches, T5Dropout dropout, BlockRecomputation? recomputation)
    {
        using var scope = NewDisposeScope();
        return decoder.Forward(Embed(ids), selfMask, crossMask, caches, dropout, recomputation).MoveToOuterDisposeScope();
    }

    /// <summary>Logits <c>[batch, length, vocab_size]</c> of decoder states; a tied head is scaled by d_model^-0.5.</summary>
    private Tensor Logits(Tensor states)
    {
        using var scope = NewDisposeScope();
        // The tied weight is used, not assigned: a second registration would be updated twice a step.
        Tensor logits = lm_head is null
            ? LinearProduct.Of((states * headScale).As(shared.weight!.dtype), shared.weight!)
            : LinearProduct.Of(states.As(lm_head.weight!.dtype), lm_head.weight!);
        return logits.As(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>0 where a position may look, -1e9 where it may not: <c>[1, 1, length, length]</c>.</summary>
    private Tensor CausalMask(int length)
    {
        var mask = new float[length * length];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = i % length > i / length ? T5Batch.Masked : 0;
        }

        return tensor(mask, [1, 1, length, length], device: Device);
    }
}
