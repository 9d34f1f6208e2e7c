namespace KPDD.T5.Cpu;

/// <summary>Products of quantized inputs with panels of int8 weights, summed exactly in int32.</summary>
/// <remarks>
/// A panel holds the weights of <see cref="Int8Panels.Width"/> outputs, a few inputs at a time: those weights of the first output, of the second, and so on. A
/// product so reads a panel once and in order, whatever the shape of the matrix, and needs no sum across a register. The weights that follow are fetched on the way.
/// </remarks>
/// <typeparam name="T">Type of the inputs.</typeparam>
internal unsafe interface IInt8Panels<T>
    where T : unmanaged
{
    /// <summary>Inputs whose weights for one output lie side by side.</summary>
    static abstract int Together { get; }

    /// <summary>Sums of eight rows, <c>sums[row * Width + output]</c>.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Inputs from one row to the next.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="length">Inputs of a row, a multiple of <see cref="Int8Panels.Step"/>.</param>
    /// <param name="sums">Receives the sums.</param>
    static abstract void EightRows(T* x, int stride, sbyte* panel, int length, int* sums);

    /// <summary>The same of four rows.</summary>
    static abstract void FourRows(T* x, int stride, sbyte* panel, int length, int* sums);

    /// <summary>The same of one row.</summary>
    static abstract void OneRow(T* x, sbyte* panel, int length, int* sums);

    /// <summary>True for kernels that multiply eight rows with two panels at a time.</summary>
    static virtual bool TakeTwo => false;

    /// <summary>Sums of eight rows with a panel and the one that follows it, <c>sums[(panel * 8 + row) * Width + output]</c>, where <see cref="TakeTwo"/> is true.</summary>
    static virtual void EightRowsOfTwo(T* x, int stride, sbyte* panel, int length, int* sums) => throw new NotSupportedException();
}
