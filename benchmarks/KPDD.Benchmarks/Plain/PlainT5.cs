// The reference's modeling_t5 carried over line by line, as one would port it without a second thought: a linear layer for each projection, caches that
// grow by cat, masks and biases made where they are needed. The rival that KPDD.Torch must be worth it beside. Only what T5-small needs: no gate, tied head.
// IDE1006: modules keep the checkpoint's own names, so that weights load by name.
#pragma warning disable IDE1006
using KPDD.Benchmarks.Generation.Onnx;
using KPDD.T5;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Benchmarks.Plain;

internal sealed class PlainNorm : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly double epsilon;

    public PlainNorm(T5Config config)
        : base(nameof(PlainNorm))
    {
        weight = nn.Parameter(ones(config.ModelWidth));
        epsilon = config.LayerNormEpsilon;
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => weight * (states * rsqrt(states.pow(2).mean([-1], keepdim: true) + epsilon));
}

/// <summary>Keys and values of one layer so far, each <c>[rows, heads, length, d_kv]</c>; null before the first.</summary>
internal sealed class PlainCache
{
    public Tensor? SelfKeys { get; set; }

    public Tensor? SelfValues { get; set; }

    public Tensor? CrossKeys { get; set; }

    public Tensor? CrossValues { get; set; }
}

internal sealed class PlainAttention : nn.Module
{
    private readonly T5Config config;
    private readonly Linear q;
    private readonly Linear k;
    private readonly Linear v;
    private readonly Linear o;
    private readonly Dropout dropout;
    private readonly Embedding? relative_attention_bias;

    public PlainAttention(T5Config config, bool hasBias)
        : base(nameof(PlainAttention))
    {
        this.config = config;
        q = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        k = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        v = nn.Linear(config.ModelWidth, config.InnerWidth, hasBias: false);
        o = nn.Linear(config.InnerWidth, config.ModelWidth, hasBias: false);
        dropout = nn.Dropout(config.DropoutRate);
        relative_attention_bias = hasBias ? nn.Embedding(config.RelativeAttentionBuckets, config.Heads) : null;
        RegisterComponents();
    }

    public Tensor Bias(int queries, int keys, bool bidirectional)
    {
        var buckets = new long[queries * keys];
        for (int i = 0; i < buckets.Length; i++)
        {
            buckets[i] = PositionBias.Bucket(config, (i % keys) - (keys - queries + (i / keys)), bidirectional);
        }

        return relative_attention_bias!.forward(tensor(buckets, [queries, keys])).permute(2, 0, 1).unsqueeze(0);
    }

    /// <summary>Attends to the states themselves, or to the encoder's; the cache, where there is one, keeps what was computed before.</summary>
    public Tensor Forward(Tensor states, Tensor? encoded, Tensor? bias, PlainCache? cache)
    {
        Tensor queries = Split(q.forward(states));
        Tensor keys, values;
        if (encoded is null)
        {
            (keys, values) = (Split(k.forward(states)), Split(v.forward(states)));
            if (cache is not null)
            {
                keys = cache.SelfKeys = Append(cache.SelfKeys, keys);
                values = cache.SelfValues = Append(cache.SelfValues, values);
            }
        }
        else
        {
            keys = cache?.CrossKeys ?? Split(k.forward(encoded));
            values = cache?.CrossValues ?? Split(v.forward(encoded));
            if (cache is not null)
            {
                (cache.CrossKeys, cache.CrossValues) = (keys.DetachFromDisposeScope(), values.DetachFromDisposeScope());
            }
        }

        Tensor scores = matmul(queries, keys.transpose(3, 2));
        if (bias is not null)
        {
            scores += bias;
        }

        Tensor weights = dropout.forward(scores.softmax(-1));
        return o.forward(matmul(weights, values).transpose(1, 2).contiguous().view(states.shape[0], -1, config.InnerWidth));
    }

    private static Tensor Append(Tensor? past, Tensor added)
    {
        Tensor all = past is null ? added : cat([past, added], 2);
        past?.Dispose();
        return all.DetachFromDisposeScope();
    }

    private Tensor Split(Tensor states) => states.view(states.shape[0], -1, config.Heads, config.HeadWidth).transpose(1, 2);
}

internal sealed class PlainBlock : nn.Module
{
    private readonly PlainAttention self;
    private readonly PlainAttention? cross;
    private readonly PlainNorm[] norms;
    private readonly Linear wi;
    private readonly Linear wo;
    private readonly Dropout dropout;

    public PlainBlock(T5Config config, bool isDecoder, bool hasBias)
        : base(nameof(PlainBlock))
    {
        self = new PlainAttention(config, hasBias);
        cross = isDecoder ? new PlainAttention(config, hasBias: false) : null;
        norms = [.. Enumerable.Range(0, isDecoder ? 3 : 2).Select(_ => new PlainNorm(config))];
        wi = nn.Linear(config.ModelWidth, config.FeedForwardWidth, hasBias: false);
        wo = nn.Linear(config.FeedForwardWidth, config.ModelWidth, hasBias: false);
        dropout = nn.Dropout(config.DropoutRate);
        var feedForward = new Holder();
        feedForward.register_module("wi", wi);
        feedForward.register_module("wo", wo);
        (string, nn.Module)[] parts = cross is null
            ? [("SelfAttention", self), ("DenseReluDense", feedForward)]
            : [("SelfAttention", self), ("EncDecAttention", cross), ("DenseReluDense", feedForward)];
        register_module("layer", nn.ModuleList([.. parts.Select((part, i) => Layer(part.Item1, part.Item2, norms[i]))]));
        register_module(nameof(dropout), dropout);
    }

    public PlainAttention SelfAttention => self;

    public Tensor Forward(Tensor states, Tensor bias, Tensor? encoded, PlainCache? cache)
    {
        states += dropout.forward(self.Forward(norms[0].forward(states), null, bias, cache));
        if (cross is not null)
        {
            states += dropout.forward(cross.Forward(norms[1].forward(states), encoded, null, cache));
        }

        Tensor inner = dropout.forward(F.relu(wi.forward(norms[^1].forward(states))));
        return states + dropout.forward(wo.forward(inner));
    }

    private static nn.Module Layer(string name, nn.Module module, PlainNorm norm)
    {
        var layer = new Holder();
        layer.register_module(name, module);
        layer.register_module("layer_norm", norm);
        return layer;
    }

    private sealed class Holder() : nn.Module(nameof(Holder));
}

internal sealed class PlainStack : nn.Module
{
    private readonly bool isDecoder;
    private readonly PlainBlock[] blocks;
    private readonly PlainNorm final_layer_norm;
    private readonly Dropout dropout;

    public PlainStack(T5Config config, bool isDecoder)
        : base(nameof(PlainStack))
    {
        this.isDecoder = isDecoder;
        blocks = [.. Enumerable.Range(0, isDecoder ? config.DecoderLayers : config.EncoderLayers).Select(i => new PlainBlock(config, isDecoder, i == 0))];
        final_layer_norm = new PlainNorm(config);
        dropout = nn.Dropout(config.DropoutRate);
        register_module("block", nn.ModuleList(blocks.Cast<nn.Module>().ToArray()));
        register_module(nameof(final_layer_norm), final_layer_norm);
        register_module(nameof(dropout), dropout);
    }

    public Tensor Forward(Tensor states, Tensor? encoded, PlainCache[]? caches)
    {
        int queries = (int)states.shape[1];
        int keys = queries + (int)(caches?[0].SelfKeys?.shape[2] ?? 0);
        Tensor bias = blocks[0].SelfAttention.Bias(queries, keys, bidirectional: !isDecoder);
        if (isDecoder && queries > 1)
        {
            bias += full([queries, keys], -1e9f).triu(1);
        }

        states = dropout.forward(states);
        for (int i = 0; i < blocks.Length; i++)
        {
            using var scope = NewDisposeScope();
            states = blocks[i].Forward(states, bias, encoded, caches?[i]).MoveToOuterDisposeScope();
        }

        return dropout.forward(final_layer_norm.forward(states));
    }
}

/// <summary>T5 with its head; rows of one batch must be equally long.</summary>
internal sealed class PlainT5 : nn.Module
{
    private readonly T5Config config;
    private readonly Embedding shared;
    private readonly PlainStack encoder;
    private readonly PlainStack decoder;

    public PlainT5(T5Config config)
        : base(nameof(PlainT5))
    {
        this.config = config;
        shared = nn.Embedding(config.VocabSize, config.ModelWidth);
        encoder = new PlainStack(config, isDecoder: false);
        decoder = new PlainStack(config, isDecoder: true);
        RegisterComponents();
    }

    public Tensor Encode(Tensor ids) => encoder.Forward(shared.forward(ids), null, null);

    /// <summary>Logits <c>[rows, length, vocab_size]</c>.</summary>
    public Tensor Decode(Tensor ids, Tensor encoded, PlainCache[]? caches)
    {
        Tensor states = decoder.Forward(shared.forward(ids), encoded, caches);
        return F.linear(states * Math.Pow(config.ModelWidth, -0.5), shared.weight!);
    }
}
