using System.Text.Json;
using System.Text.Json.Nodes;

namespace KPDD.T5;

/// <summary>Shape and settings of a T5 model: the content of a model folder's <c>config.json</c>, with the reference library's names and defaults.</summary>
public sealed record T5Config
{
    /// <summary>Rows of the embedding (may exceed the tokenizer's size).</summary>
    public int VocabSize { get; init; } = 32128;

    /// <summary>Width of the hidden states, d_model.</summary>
    public int ModelWidth { get; init; } = 512;

    /// <summary>Width of one attention head, d_kv.</summary>
    public int HeadWidth { get; init; } = 64;

    /// <summary>Inner width of the feed-forward layers, d_ff.</summary>
    public int FeedForwardWidth { get; init; } = 2048;

    /// <summary>Encoder blocks.</summary>
    public int EncoderLayers { get; init; } = 6;

    /// <summary>Decoder blocks.</summary>
    public int DecoderLayers { get; init; } = 6;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Buckets of the relative position bias.</summary>
    public int RelativeAttentionBuckets { get; init; } = 32;

    /// <summary>Distance from which on all positions share the last bucket.</summary>
    public int RelativeAttentionMaxDistance { get; init; } = 128;

    /// <summary>Dropout while training.</summary>
    public double DropoutRate { get; init; } = 0.1;

    /// <summary>Epsilon of the layer norm.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-6;

    /// <summary>True for the gated feed-forward layer of T5 v1.1 and Flan-T5 (<c>wi_0</c>, <c>wi_1</c>), false for v1.0 (<c>wi</c>).</summary>
    public bool GatedFeedForward { get; init; }

    /// <summary>True for the tanh-approximated GELU (<c>gelu_new</c>), false for ReLU.</summary>
    public bool UsesGelu { get; init; }

    /// <summary>True when the output layer is the embedding, scaled by d_model^-0.5 (v1.0); false for an <c>lm_head</c> of its own.</summary>
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>Id of padding.</summary>
    public int PadTokenId { get; init; }

    /// <summary>Id that ends a text.</summary>
    public int EosTokenId { get; init; } = 1;

    /// <summary>Id the decoder starts from.</summary>
    public int DecoderStartTokenId { get; init; }

    /// <summary>Heads times head width: the inner width of the attention projections.</summary>
    public int InnerWidth => Heads * HeadWidth;

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="KpddException">The file is missing, is not JSON, is not a T5 model's, or holds a value out of range; the message names file and field.</exception>
    public static T5Config Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        JsonObject json;
        try
        {
            json = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new JsonException("it is not a JSON object.");
            // The parser is lazy: a name that is no text (half of a surrogate pair) shows only when names are read.
            json.ContainsKey(string.Empty);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new KpddException($"Cannot read the model configuration '{path}': {e.Message} A model folder needs a valid config.json; copy it again from its source.", e);
        }

        return new Reader(path, json).Read();
    }

    /// <summary>Writes this configuration as a <c>config.json</c> that the reference library opens.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string activation = UsesGelu ? "gelu_new" : "relu";
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray("T5ForConditionalGeneration"),
            ["model_type"] = "t5",
            ["is_encoder_decoder"] = true,
            ["vocab_size"] = VocabSize,
            ["d_model"] = ModelWidth,
            ["d_kv"] = HeadWidth,
            ["d_ff"] = FeedForwardWidth,
            ["num_layers"] = EncoderLayers,
            ["num_decoder_layers"] = DecoderLayers,
            ["num_heads"] = Heads,
            ["relative_attention_num_buckets"] = RelativeAttentionBuckets,
            ["relative_attention_max_distance"] = RelativeAttentionMaxDistance,
            ["dropout_rate"] = DropoutRate,
            ["layer_norm_epsilon"] = LayerNormEpsilon,
            ["feed_forward_proj"] = GatedFeedForward ? $"gated-{(UsesGelu ? "gelu" : "relu")}" : activation,
            ["dense_act_fn"] = activation,
            ["is_gated_act"] = GatedFeedForward,
            ["tie_word_embeddings"] = TiedEmbeddings,
            ["pad_token_id"] = PadTokenId,
            ["eos_token_id"] = EosTokenId,
            ["decoder_start_token_id"] = DecoderStartTokenId,
        };
        WholeFile.Write(path, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private sealed class Reader(string path, JsonObject json)
    {
        public T5Config Read()
        {
            string modelType = Text("model_type", "t5");
            if (modelType is not ("t5" or "mt5"))
            {
                throw Bad("model_type", $"is '{modelType}', expected 't5'; this package runs T5, T5 v1.1 and Flan-T5");
            }

            int layers = Integer("num_layers", 6);
            string activation = Text("feed_forward_proj", "relu");
            (bool gated, bool gelu) = activation switch
            {
                "relu" => (false, false),
                "gated-relu" => (true, false),
                "gelu_new" => (false, true),
                "gated-gelu" or "gated-gelu_new" => (true, true),
                _ => throw Bad("feed_forward_proj", $"is '{activation}', expected relu, gated-relu, gelu_new or gated-gelu"),
            };
            var config = new T5Config
            {
                VocabSize = Integer("vocab_size", 32128),
                ModelWidth = Integer("d_model", 512),
                HeadWidth = Integer("d_kv", 64),
                FeedForwardWidth = Integer("d_ff", 2048),
                EncoderLayers = layers,
                DecoderLayers = Integer("num_decoder_layers", layers),
                Heads = Integer("num_heads", 8),
                RelativeAttentionBuckets = Integer("relative_attention_num_buckets", 32),
                RelativeAttentionMaxDistance = Integer("relative_attention_max_distance", 128),
                DropoutRate = Number("dropout_rate", 0.1),
                LayerNormEpsilon = Number("layer_norm_epsilon", 1e-6),
                GatedFeedForward = gated,
                UsesGelu = gelu,
                TiedEmbeddings = Value("tie_word_embeddings", true),
                PadTokenId = Integer("pad_token_id", 0),
                EosTokenId = Integer("eos_token_id", 1),
                DecoderStartTokenId = Integer("decoder_start_token_id", 0),
            };
            return T5ConfigRanges.FirstProblem(config) is var (key, problem) ? throw Bad(key, problem) : config;
        }

        private string Text(string name, string fallback) => Value(name, fallback);

        private double Number(string name, double fallback) => Value(name, fallback);

        private int Integer(string name, int fallback) => Value(name, fallback);

        private T Value<T>(string name, T fallback)
        {
            try
            {
                return json[name] is { } node ? node.GetValue<T>() : fallback;
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
            {
                throw Bad(name, $"is {json[name]!.ToJsonString()}, expected {Kind<T>()}");
            }
        }

        private static string Kind<T>() =>
            typeof(T) == typeof(bool) ? "true or false" : typeof(T) == typeof(int) ? "a whole number" : typeof(T) == typeof(string) ? "a text" : "a number";

        private KpddException Bad(string field, string problem) =>
            new($"Model configuration '{path}': field '{field}' {problem}. Correct it, or copy config.json again from the model's source.");
    }
}
