namespace KPDD.T5.Cpu;

/// <summary>A linear layer without bias, y = x Wᵀ.</summary>
/// <remarks>An output depends on its row of input and its row of weights alone: neither on the batch, nor on chunks, nor on the number of threads.</remarks>
internal abstract class Linear(int inputs, int outputs, WorkerSet workers)
{
    /// <summary>Multiplications from which a second thread gains more than handing over costs.</summary>
    private const long ParallelThreshold = 200_000;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    /// <summary>Multiplies <paramref name="rows"/> rows of <paramref name="x"/> into rows of <paramref name="y"/>.</summary>
    public abstract void Multiply(float[] x, int rows, float[] y);

    /// <summary>Copies the weights of one output: a row of the matrix <c>[out, in]</c>.</summary>
    public abstract void CopyWeights(int output, Span<float> destination);

    protected void Run(LinearWork work, int rows)
    {
        if ((long)rows * Inputs * Outputs < ParallelThreshold)
        {
            WorkerSet.RunAlone(work);
        }
        else
        {
            workers.Run(work);
        }
    }
}
