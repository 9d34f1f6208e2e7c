using System.Numerics.Tensors;

namespace KPDD.T5;

/// <summary>Several models that write one text together: at each step their probabilities are averaged, weighted (an ensemble), which evens out what a single training learned by chance.</summary>
/// <remarks>
/// The logits given are the logarithm of the mean of the models' softmax. The models may differ in width and depth, not in vocabulary. As safe for concurrent use as its engines.
/// </remarks>
public sealed class EnsembleT5Engine : IT5Engine
{
    private readonly IT5Engine[] engines;
    private readonly float[] shares;

    /// <summary>Joins engines.</summary>
    /// <param name="engines">One or more; they are disposed with this object.</param>
    /// <param name="weights">How much each engine's probabilities count, above 0; only their ratios matter. <value>Default: null, all the same.</value></param>
    /// <exception cref="ArgumentException">There is no engine, their vocabularies or decoder start tokens differ, or the weights do not fit.</exception>
    public EnsembleT5Engine(IReadOnlyList<IT5Engine> engines, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(engines);
        this.engines = [.. engines];
        double[] parts = weights is null ? [.. engines.Select(_ => 1.0)] : [.. weights];
        if (parts.Length != engines.Count || parts.Any(weight => !(weight > 0 && double.IsFinite(weight))))
        {
            throw new ArgumentException("An ensemble needs one weight above 0 for each engine.", nameof(weights));
        }

        shares = [.. parts.Select(weight => (float)(weight / parts.Sum()))];
        if (this.engines.Length == 0)
        {
            throw new ArgumentException("An ensemble needs at least one engine.", nameof(engines));
        }

        if (this.engines.Any(engine => engine.Config.VocabSize != Config.VocabSize || engine.Config.DecoderStartTokenId != Config.DecoderStartTokenId))
        {
            throw new ArgumentException("The engines of an ensemble must have one vocabulary and one decoder start token.", nameof(engines));
        }
    }

    /// <summary>The first model's shape and settings.</summary>
    public T5Config Config => engines[0].Config;

    /// <inheritdoc/>
    public IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default)
    {
        var sessions = new List<IT5Session>();
        try
        {
            foreach (IT5Engine engine in engines)
            {
                sessions.Add(engine.Encode(inputIds, cancellationToken));
            }

            return new Session([.. sessions], shares, Config.VocabSize);
        }
        catch
        {
            sessions.ForEach(session => session.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(engines, engine => engine.Dispose());

    private sealed class Session(IT5Session[] sessions, float[] shares, int vocabulary) : IT5Session
    {
        private const float SmallestNormal = 1.17549435E-38f;
        private float[] one = [];

        public int Rows => sessions[0].Rows;

        public void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits)
        {
            sessions[0].DecodeNext(tokens, logits);
            SoftMaxRows(logits);
            TensorPrimitives.Multiply(logits, shares[0], logits);
            Array.Resize(ref one, logits.Length);
            for (int i = 1; i < sessions.Length; i++)
            {
                sessions[i].DecodeNext(tokens, one);
                SoftMaxRows(one);
                TensorPrimitives.MultiplyAdd(one, shares[i], logits, logits);
            }

            // The smallest normal number stands for zero: a logarithm of minus infinity would read as a forbidden token.
            TensorPrimitives.Max(logits, SmallestNormal, logits);
            TensorPrimitives.Log(logits, logits);
        }

        public void SelectRows(ReadOnlySpan<int> sourceRows)
        {
            foreach (IT5Session session in sessions)
            {
                session.SelectRows(sourceRows);
            }
        }

        public float[] CopyEncoderStates() => sessions[0].CopyEncoderStates();

        public void Dispose() => Array.ForEach(sessions, session => session.Dispose());

        private void SoftMaxRows(Span<float> logits)
        {
            for (int row = 0; row < logits.Length; row += vocabulary)
            {
                Span<float> values = logits.Slice(row, vocabulary);
                TensorPrimitives.SoftMax(values, values);
            }
        }
    }
}
