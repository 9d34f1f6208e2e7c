using KPDD.T5;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Writes a T5 v1.0 model as two ONNX graphs, as the usual exporters do: encoder, and decoder step with cached keys and values.</summary>
/// <remarks>Kind to the rival: fused query, key and value, keys of the encoder already transposed, the position bias an input, no padding mask.</remarks>
/// <param name="config">Shape of the model.</param>
/// <param name="weights">Its tensors.</param>
/// <param name="int8">True for dynamic quantization: 7-bit weights with one scale a column, activations quantized at each product.</param>
internal sealed class OnnxT5Export(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights, bool int8)
{
    private OnnxGraph graph = new();

    public static string EncoderFile(bool int8) => $"encoder-{(int8 ? "int8" : "float32")}.onnx";

    public static string DecoderFile(bool int8) => $"decoder-{(int8 ? "int8" : "float32")}.onnx";

    public void Save(string folder)
    {
        SaveEncoder(Path.Combine(folder, EncoderFile(int8)));
        SaveDecoder(Path.Combine(folder, DecoderFile(int8)));
    }

    private void SaveEncoder(string path)
    {
        graph = new OnnxGraph();
        string hidden = Embed(graph.Input("input_ids", isFloat: false, 2));
        string bias = graph.Input("bias", isFloat: true, 4);
        for (int i = 0; i < config.EncoderLayers; i++)
        {
            string layer = $"encoder.block.{i}.layer.";
            string[] parts = QueryKeyValue(Norm(hidden, $"{layer}0.layer_norm"), $"{layer}0.SelfAttention");
            string attended = Attend(ByHead(parts[0]), KeysByHead(parts[1]), ByHead(parts[2]), bias);
            hidden = Add(hidden, Linear(attended, $"{layer}0.SelfAttention.o"));
            hidden = FeedForward(hidden, $"{layer}1");
        }

        string states = Norm(hidden, "encoder.final_layer_norm");
        for (int i = 0; i < config.DecoderLayers; i++)
        {
            string cross = $"decoder.block.{i}.layer.1.EncDecAttention";
            graph.Output($"cross_key_{i}", KeysByHead(Linear(states, $"{cross}.k")), 4);
            graph.Output($"cross_value_{i}", ByHead(Linear(states, $"{cross}.v")), 4);
        }

        graph.Save(path);
    }

    private void SaveDecoder(string path)
    {
        graph = new OnnxGraph();
        string hidden = Embed(graph.Input("input_ids", isFloat: false, 2));
        string bias = graph.Input("bias", isFloat: true, 4);
        for (int i = 0; i < config.DecoderLayers; i++)
        {
            string layer = $"decoder.block.{i}.layer.";
            string[] parts = QueryKeyValue(Norm(hidden, $"{layer}0.layer_norm"), $"{layer}0.SelfAttention");
            string keys = graph.Node("Concat", [graph.Input($"past_key_{i}", isFloat: true, 4), ByHead(parts[1])], ("axis", 2));
            string values = graph.Node("Concat", [graph.Input($"past_value_{i}", isFloat: true, 4), ByHead(parts[2])], ("axis", 2));
            graph.Output($"present_key_{i}", keys, 4);
            graph.Output($"present_value_{i}", values, 4);
            string transposed = graph.Node("Transpose", [keys], ("perm", (int[])[0, 1, 3, 2]));
            hidden = Add(hidden, Linear(Attend(ByHead(parts[0]), transposed, values, bias), $"{layer}0.SelfAttention.o"));

            string query = ByHead(Linear(Norm(hidden, $"{layer}1.layer_norm"), $"{layer}1.EncDecAttention.q"));
            string crossKeys = graph.Input($"cross_key_{i}", isFloat: true, 4), crossValues = graph.Input($"cross_value_{i}", isFloat: true, 4);
            hidden = Add(hidden, Linear(Attend(query, crossKeys, crossValues, bias: null), $"{layer}1.EncDecAttention.o"));
            hidden = FeedForward(hidden, $"{layer}2");
        }

        string scale = graph.Weights([1 / MathF.Sqrt(config.ModelWidth)]);
        string states = graph.Node("Mul", [Norm(hidden, "decoder.final_layer_norm"), scale]);
        graph.Output("logits", Linear(states, "shared"), 3);
        graph.Save(path);
    }

    private string Embed(string ids)
    {
        float[] table = weights["shared.weight"].ToFloat32();
        if (!int8)
        {
            return graph.Node("Gather", [graph.Weights(table, config.VocabSize, config.ModelWidth), ids]);
        }

        float scale = table.Max(MathF.Abs) / sbyte.MaxValue;
        sbyte[] quantized = Array.ConvertAll(table, value => (sbyte)MathF.Round(value / scale));
        string rows = graph.Node("Gather", [graph.Weights(quantized, config.VocabSize, config.ModelWidth), ids]);
        return graph.Node("Mul", [graph.Node("Cast", [rows], ("to", 1)), graph.Weights([scale])]);
    }

    private string[] QueryKeyValue(string x, string attention) => graph.Nodes(
        "Split", [Linear(x, $"{attention}.q", $"{attention}.k", $"{attention}.v"), graph.Shape(config.InnerWidth, config.InnerWidth, config.InnerWidth)], 3, ("axis", -1));

    private string FeedForward(string hidden, string layer)
    {
        string inner = graph.Node("Relu", [Linear(Norm(hidden, $"{layer}.layer_norm"), $"{layer}.DenseReluDense.wi")]);
        return Add(hidden, Linear(inner, $"{layer}.DenseReluDense.wo"));
    }

    private string Attend(string query, string transposedKeys, string values, string? bias)
    {
        string scores = graph.Node("MatMul", [query, transposedKeys]);
        scores = graph.Node("Softmax", [bias is null ? scores : Add(scores, bias)], ("axis", -1));
        string attended = graph.Node("Transpose", [graph.Node("MatMul", [scores, values])], ("perm", (int[])[0, 2, 1, 3]));
        return graph.Node("Reshape", [attended, graph.Shape(0, 0, config.InnerWidth)]);
    }

    private string Split(string x) => graph.Node("Reshape", [x, graph.Shape(0, 0, config.Heads, config.HeadWidth)]);

    private string ByHead(string x) => graph.Node("Transpose", [Split(x)], ("perm", (int[])[0, 2, 1, 3]));

    private string KeysByHead(string x) => graph.Node("Transpose", [Split(x)], ("perm", (int[])[0, 2, 3, 1]));

    private string Add(string a, string b) => graph.Node("Add", [a, b]);

    // The runtime's own fused operator, which its optimizer would make of the single steps.
    private string Norm(string x, string name) => graph.Node(
        "SimplifiedLayerNormalization",
        [x, graph.Weights(weights[$"{name}.weight"].ToFloat32(), config.ModelWidth)],
        ("axis", -1),
        ("epsilon", (float)config.LayerNormEpsilon),
        ("stash_type", 1));

    private string Linear(string x, params string[] names)
    {
        TransposedMatrix matrix = TransposedMatrix.Create([.. names.Select(name => weights[$"{name}.weight"])]);
        if (!int8)
        {
            return graph.Node("MatMul", [x, graph.Weights(matrix.Values, matrix.Inputs, matrix.Outputs)]);
        }

        (sbyte[] quantized, float[] scales) = matrix.Quantize();
        string[] input = graph.Nodes("DynamicQuantizeLinear", [x], 3);
        string sums = graph.Node("MatMulInteger", [input[0], graph.Weights(quantized, matrix.Inputs, matrix.Outputs), input[2]]);
        string scale = graph.Node("Mul", [input[1], graph.Weights(scales, matrix.Outputs)]);
        return graph.Node("Mul", [graph.Node("Cast", [sums], ("to", 1)), scale]);
    }
}
