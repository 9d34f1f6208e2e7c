namespace KPDD.T5;

/// <summary>Runs a T5 model: the encoder once a batch, the decoder one token at a time with cached keys and values.</summary>
/// <remarks>
/// An engine's weights are never changed by running it, so several sessions may run at once, on several threads.
/// Whoever creates an engine disposes it, after its sessions.
/// </remarks>
public interface IT5Engine : IDisposable
{
    /// <summary>Shape and settings of the model.</summary>
    T5Config Config { get; }

    /// <summary>Runs the encoder and opens a decoding session on its result.</summary>
    /// <param name="inputIds">Token ids of each row, without padding; rows may differ in length, none may be empty.</param>
    /// <param name="cancellationToken">Polled once a layer.</param>
    /// <returns>The session; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">No rows, an empty row, or an id outside the vocabulary.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IT5Session Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken = default);
}

/// <summary>Decoding of one encoded batch. Not thread-safe; disposed by whoever called <see cref="IT5Engine.Encode"/>.</summary>
public interface IT5Session : IDisposable
{
    /// <summary>Number of decoder rows; starts as the number of encoded rows, changed by <see cref="SelectRows"/>.</summary>
    int Rows { get; }

    /// <summary>Feeds one token a row and gives the logits of the next one.</summary>
    /// <param name="tokens">One token id a row; the first is the model's decoder start token.</param>
    /// <param name="logits">Receives float32 <c>[rows, vocab_size]</c>, row by row.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    void DecodeNext(ReadOnlySpan<int> tokens, Span<float> logits);

    /// <summary>Makes row i continue from old row <c>sourceRows[i]</c>: to expand into beams, to reorder them, and to drop finished rows.</summary>
    /// <param name="sourceRows">Old row numbers; repeats are allowed.</param>
    /// <exception cref="ArgumentException">A row number is out of range, or there is none.</exception>
    void SelectRows(ReadOnlySpan<int> sourceRows);

    /// <summary>Copies the encoder's final hidden states, float32 <c>[rows, length, d_model]</c>, padded with zeros to the longest row.</summary>
    /// <returns>The states of the rows as they were encoded.</returns>
    float[] CopyEncoderStates();
}
