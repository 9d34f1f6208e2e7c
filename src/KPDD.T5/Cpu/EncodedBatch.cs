namespace KPDD.T5.Cpu;

/// <summary>What the decoder reads of an encoded batch.</summary>
/// <param name="Rows">Where each row lies.</param>
/// <param name="States">The encoder's final hidden states <c>[total, d_model]</c>.</param>
/// <param name="Caches">Keys and values of the encoder's states, for each decoder layer and row.</param>
internal sealed record EncodedBatch(RaggedRows Rows, float[] States, HeadCache[][] Caches);
