using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Benchmarks.Plain;

/// <summary>Greedy decoding with the plain port.</summary>
internal sealed class PlainT5Engine : IT5Engine
{
    private readonly PlainT5 model;

    public PlainT5Engine(string folder, int threads)
    {
        set_num_threads(threads);
        Config = T5Config.Load(Path.Combine(folder, "config.json"));
        model = new PlainT5(Config);
        IReadOnlyDictionary<string, WeightTensor> weights = ModelWeights.Load(folder);
        using var guard = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            using Tensor values = tensor(weights[name].ToFloat32(), parameter.shape);
            parameter.copy_(values);
        }

        model.eval();
    }

    public T5Config Config { get; }

    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default) => new Session(model, Config, inputIds);

    public void Dispose() => model.Dispose();

    private sealed class Session : IT5Session
    {
        private readonly PlainT5 model;
        private readonly Tensor encoded;
        private readonly PlainCache[] caches;

        public Session(PlainT5 model, T5Config config, IReadOnlyList<int[]> inputIds)
        {
            this.model = model;
            Rows = inputIds.Count;
            caches = [.. Enumerable.Range(0, config.DecoderLayers).Select(_ => new PlainCache())];
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            encoded = model.Encode(Ids([.. inputIds.SelectMany(row => row)])).DetachFromDisposeScope();
        }

        public int Rows { get; }

        public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            model.Decode(Ids(tokens.ToArray()), encoded, caches).data<float>().CopyTo(logits);
        }

        public void SelectRows(ReadOnlySpan<int> sourceRows) => throw new NotSupportedException("The benchmark decodes greedily.");

        public float[] CopyEncoderStates() => throw new NotSupportedException("The benchmark decodes greedily.");

        public void Dispose()
        {
            encoded.Dispose();
            foreach (PlainCache cache in caches)
            {
                cache.SelfKeys?.Dispose();
                cache.SelfValues?.Dispose();
                cache.CrossKeys?.Dispose();
                cache.CrossValues?.Dispose();
            }
        }

        private Tensor Ids(int[] ids) => tensor(Array.ConvertAll(ids, id => (long)id), [Rows, ids.Length / Rows]);
    }
}
