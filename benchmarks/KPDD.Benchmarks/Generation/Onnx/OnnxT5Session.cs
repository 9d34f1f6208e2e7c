using KPDD.T5;
using Microsoft.ML.OnnxRuntime;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Greedy decoding in ONNX Runtime: the keys and values that a step gives are the next step's input, without a copy.</summary>
internal sealed class OnnxT5Session : IT5Session
{
    private readonly T5Config config;
    private readonly InferenceSession decoder;
    private readonly PositionBias bias;
    private readonly RunOptions runOptions = new();
    private readonly IDisposableReadOnlyCollection<OrtValue> cross;
    private readonly string[] crossNames;
    private readonly string[] pastNames;
    private readonly string[] outputNames;
    private IDisposableReadOnlyCollection<OrtValue>? last;
    private int position;

    public OnnxT5Session(
        T5Config config, InferenceSession decoder, PositionBias bias, IDisposableReadOnlyCollection<OrtValue> cross, IEnumerable<string> crossNames, int rows)
    {
        this.config = config;
        this.decoder = decoder;
        this.bias = bias;
        this.cross = cross;
        this.crossNames = [.. crossNames];
        Rows = rows;
        string[] parts = [.. Enumerable.Range(0, config.DecoderLayers).SelectMany(i => new[] { $"key_{i}", $"value_{i}" })];
        pastNames = [.. parts.Select(part => $"past_{part}")];
        outputNames = ["logits", .. parts.Select(part => $"present_{part}")];
    }

    public int Rows { get; }

    public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        long[] ids = Array.ConvertAll(tokens.ToArray(), id => (long)id);
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, [Rows, 1]);
        using OrtValue biasValue = bias.Create(position, 1, position + 1);
        OrtValue[] past = last is null
            ? [.. pastNames.Select(_ => OrtValue.CreateTensorValueFromMemory(Array.Empty<float>(), [Rows, config.Heads, 0, config.HeadWidth]))]
            : [.. last.Skip(1)];
        IDisposableReadOnlyCollection<OrtValue> outputs = decoder.Run(
            runOptions, ["input_ids", "bias", .. pastNames, .. crossNames], [idValue, biasValue, .. past, .. cross], outputNames);
        if (last is null)
        {
            Array.ForEach(past, value => value.Dispose());
        }

        last?.Dispose();
        last = outputs;
        position++;
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(logits);
    }

    public void SelectRows(ReadOnlySpan<int> sourceRows) => throw new NotSupportedException("The benchmark decodes greedily.");

    public float[] CopyEncoderStates() => throw new NotSupportedException("The benchmark decodes greedily.");

    public void Dispose()
    {
        last?.Dispose();
        cross.Dispose();
        runOptions.Dispose();
    }
}
