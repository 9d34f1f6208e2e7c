namespace KPDD.T5;

/// <summary>Where the data of stored tensors are held.</summary>
internal enum WeightSource
{
    /// <summary>In managed memory; the file is closed.</summary>
    Copied,

    /// <summary>In the file, see <see cref="MappedMemory"/>.</summary>
    Mapped,
}
