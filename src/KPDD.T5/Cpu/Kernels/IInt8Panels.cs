namespace KPDD.T5.Cpu;

/// <summary>Products of quantized inputs with panels of int8 weights, summed exactly in int32.</summary>
/// <remarks>
/// A panel holds the weights of <see cref="Int8Panels.Width"/> outputs, a few inputs at a time: those weights of the first output, of the second, and so on. A
/// product so reads a panel once and in order, whatever the shape of the matrix, and needs no sum across a register.
/// </remarks>
/// <typeparam name="T">Type of the inputs.</typeparam>
internal unsafe interface IInt8Panels<T>
    where T : unmanaged
{
    /// <summary>The instructions that it multiplies by, as <see cref="CpuT5Engine.Instructions"/> calls them.</summary>
    static abstract string Instructions { get; }

    /// <summary>Inputs whose weights for one output lie side by side.</summary>
    static abstract int Together { get; }

    /// <summary>Sums of eight rows, <c>sums[row * Width + output]</c>.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Inputs from one row to the next.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="length">Inputs of a row, a multiple of <see cref="LengthStep"/>.</param>
    /// <param name="sums">Receives the sums.</param>
    static abstract void EightRows(T* x, int stride, sbyte* panel, int length, int* sums);

    /// <summary>The same of four rows.</summary>
    static abstract void FourRows(T* x, int stride, sbyte* panel, int length, int* sums);

    /// <summary>The same of one row.</summary>
    static abstract void OneRow(T* x, sbyte* panel, int length, int* sums);

    /// <summary>Inputs that a panel's length is a multiple of; those that a row lacks are zero.</summary>
    static virtual int LengthStep => Int8Panels.Step;

    /// <summary>True for kernels that multiply some numbers of rows with two panels at a time.</summary>
    static virtual bool TakeTwo => false;

    /// <summary>Rows that this thread multiplies at once of those that are left.</summary>
    static virtual int RowsAtOnce(int left) => Int8Panels.RowsAtOnce(left);

    /// <summary>Sums of rows with a panel and the one that follows it, <c>sums[(panel * rows + row) * Width + output]</c>, if this is done at once for so many.</summary>
    /// <returns>False for any other number of rows; nothing is computed then.</returns>
    static virtual bool TryRowsOfTwo(T* x, int stride, int rows, sbyte* panel, int length, int* sums) => false;
}
