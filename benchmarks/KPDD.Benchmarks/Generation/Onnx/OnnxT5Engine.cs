using KPDD.T5;
using Microsoft.ML.OnnxRuntime;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Runs the exported graphs in ONNX Runtime; rows of one batch must be equally long.</summary>
internal sealed class OnnxT5Engine : IT5Engine
{
    private readonly PositionBias encoderBias;
    private readonly PositionBias decoderBias;
    private readonly InferenceSession encoder;
    private readonly InferenceSession decoder;

    public OnnxT5Engine(string folder, bool int8, int threads)
    {
        ShareThreads(threads);
        Config = T5Config.Load(Path.Combine(folder, "config.json"));
        encoderBias = PositionBias.Load(folder, Config, "encoder", bidirectional: true);
        decoderBias = PositionBias.Load(folder, Config, "decoder", bidirectional: false);
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.DisablePerSessionThreads();
        encoder = new InferenceSession(Path.Combine(folder, OnnxT5Export.EncoderFile(int8)), options);
        decoder = new InferenceSession(Path.Combine(folder, OnnxT5Export.DecoderFile(int8)), options);
    }

    public T5Config Config { get; }

    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default)
    {
        int length = inputIds[0].Length;
        long[] ids = [.. inputIds.SelectMany(row => row).Select(id => (long)id)];
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, [inputIds.Count, length]);
        using OrtValue biasValue = encoderBias.Create(0, length, length);
        using var runOptions = new RunOptions();
        return new OnnxT5Session(
            Config, decoder, decoderBias, encoder.Run(runOptions, ["input_ids", "bias"], [idValue, biasValue], encoder.OutputNames), encoder.OutputNames, inputIds.Count);
    }

    // Threads of the process's own for both graphs: those of one session wait for its next run by spinning, for 25 ms, and so would take the processors from the other's.
    // A process has one set of them, and so one engine.
    private static void ShareThreads(int threads)
    {
        using var shared = new OrtThreadingOptions { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1 };
        var options = new EnvironmentCreationOptions { threadOptions = shared };
        OrtEnv.CreateInstanceWithOptions(ref options);
    }

    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }
}
