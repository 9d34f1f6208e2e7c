namespace KPDD.T5.Cpu;

/// <summary>A linear layer without bias, y = x Wᵀ.</summary>
/// <remarks>An output depends on its row of input and its row of weights alone: neither on the batch, nor on chunks, nor on the number of threads.</remarks>
/// <param name="inputs">Numbers of a row of input.</param>
/// <param name="outputs">Numbers of a row of output.</param>
/// <param name="panelWidth">Outputs that are computed together.</param>
/// <param name="workers">Threads to run on.</param>
internal abstract class Linear(int inputs, int outputs, int panelWidth, WorkerSet workers)
{
    /// <summary>Multiplications from which a second thread gains more than handing over costs.</summary>
    private const long ParallelThreshold = 200_000;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    /// <summary>Outputs that are computed together: a product may write whole panels.</summary>
    public int PanelWidth { get; } = panelWidth;

    /// <summary><see cref="Outputs"/> rounded up to whole panels.</summary>
    public int PaddedOutputs { get; } = Rounding.Up(outputs, panelWidth);

    /// <summary>The instructions that it multiplies by, as <see cref="CpuT5Engine.Instructions"/> calls them.</summary>
    public abstract string Instructions { get; }

    /// <summary>Least rows that are worth reading all weights for, where there are more for other threads.</summary>
    public abstract int LeastRows { get; }

    /// <summary>Threads that share a product.</summary>
    public int Threads => workers.Threads;

    /// <summary>Multiplies few rows of <paramref name="x"/> into rows of <paramref name="y"/>: the threads share the outputs.</summary>
    public abstract void Multiply(float[] x, int rows, float[] y);

    /// <summary>Numbers of working space that <see cref="Prepare"/> needs.</summary>
    public abstract int WorkingSpace(int rows);

    /// <summary>Makes rows ready to be multiplied on the calling thread.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows, up to <see cref="LinearWork.MostRows"/>.</param>
    /// <param name="space">The working space, which with the rows has to stay as it is until they are multiplied.</param>
    public abstract unsafe void Prepare(float* x, int stride, int rows, float* space);

    /// <summary>Multiplies prepared rows with the weights of some outputs, on the calling thread.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="space">Their working space.</param>
    /// <param name="output">The first output, where a panel begins.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="y">Receives them, in whole panels.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    public abstract unsafe void Multiply(float* x, int stride, int rows, float* space, int output, int outputs, float* y, int outputStride);

    /// <summary>Prepares rows and multiplies them with all weights, on the calling thread.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows, up to <see cref="LinearWork.MostRows"/>.</param>
    /// <param name="y">Receives the outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next: <see cref="PaddedOutputs"/> at least.</param>
    /// <param name="space">The working space.</param>
    public unsafe void Multiply(float* x, int stride, int rows, float* y, int outputStride, float* space)
    {
        Prepare(x, stride, rows, space);
        Multiply(x, stride, rows, space, 0, Outputs, y, outputStride);
    }

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
