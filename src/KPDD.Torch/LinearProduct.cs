using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using KPDD.T5.Cpu;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>The product of a linear layer without bias, <c>input · weightᵀ</c>.</summary>
/// <remarks>
/// libtorch multiplies float32 with MKL, which keeps AVX-512 to Intel's processors. oneDNN, which libtorch contains as well, uses it on all that have it: on an AMD
/// EPYC 330 instead of 175 billion operations a second forward, 265 instead of 160 backward. libtorch takes it for float32 tensors in oneDNN's own format only, which
/// a script has to ask for. Large products of training and of the encoder go that way. Thread-safe.
/// </remarks>
internal static class LinearProduct
{
    /// <summary>The environment variable that leaves all products to libtorch's own choice when it is 0.</summary>
    private const string Variable = "KPDD_ONEDNN";

    /// <summary>Multiplications from which a product gains more than its copies into and out of oneDNN's format cost.</summary>
    private const long LeastMultiplications = 1 << 26;

    /// <summary>oneDNN 3.7 gives wrong numbers for other numbers of outputs, seen with 48, 77, 80 and 96; backward, inputs are outputs.</summary>
    private const int Multiple = 64;

    /// <summary>oneDNN prepares for each number of rows anew, some 4 ms for each of three products: rows are filled up, so that a training meets few numbers.</summary>
    private const int RowMultiple = 64;

    private const string Script = """
        def product(input: Tensor, weight: Tensor) -> Tensor:
            return torch.mkldnn_linear(input.to_mkldnn(), weight).to_dense()

        """;

    private static readonly ConcurrentDictionary<(long Inputs, long Outputs), Lazy<bool>> Usable = new();

    private static readonly Lazy<jit.CompilationUnit?> OneDnn = new(Compile);

    /// <summary>True where oneDNN may be used, and this processor is one that MKL does not use in full.</summary>
    internal static bool IsAvailable => OneDnn.Value is not null;

    /// <summary>Multiplies.</summary>
    /// <param name="input">Rows <c>[..., inputs]</c>.</param>
    /// <param name="weight">The layer's weights <c>[outputs, inputs]</c>, of the input's type.</param>
    /// <returns><c>[..., outputs]</c>.</returns>
    public static Tensor Of(Tensor input, Tensor weight) => IsFasterByOneDnn(input, weight) ? ByOneDnn(input, weight) : F.linear(input, weight);

    /// <summary>The product by oneDNN; it must be available.</summary>
    internal static Tensor ByOneDnn(Tensor input, Tensor weight)
    {
        using var scope = NewDisposeScope();
        int rows = checked((int)(input.numel() / weight.shape[1])), filledRows = Rounding.Up(rows, RowMultiple);
        Tensor matrix = input.reshape(rows, weight.shape[1]);
        Tensor filled = filledRows == rows ? matrix : F.pad(matrix, [0, 0, 0, filledRows - rows]);
        Tensor product = OneDnn.Value!.invoke<Tensor>("product", filled, weight);
        return product.narrow(0, 0, rows).reshape([.. input.shape[..^1], weight.shape[0]]).MoveToOuterDisposeScope();
    }

    private static bool IsFasterByOneDnn(Tensor input, Tensor weight) =>
        weight.dtype == ScalarType.Float32
        && weight.device_type == DeviceType.CPU
        && input.numel() * weight.shape[0] >= LeastMultiplications
        && weight.shape[0] % Multiple == 0
        && weight.shape[1] % Multiple == 0
        && IsAvailable
        && Usable.GetOrAdd((weight.shape[1], weight.shape[0]), shape => new Lazy<bool>(() => GivesTheSame(shape.Inputs, shape.Outputs))).Value;

    private static jit.CompilationUnit? Compile()
    {
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        return isX64 && Avx512F.IsSupported && !IsIntel() && Environment.GetEnvironmentVariable(Variable) != "0" ? jit.compile(Script) : null;
    }

    private static bool IsIntel()
    {
        // The first four letters of "GenuineIntel".
        const int Genu = 0x756E6547;
        return X86Base.CpuId(0, 0).Ebx == Genu;
    }

    // Wrong numbers would go unnoticed in training: before the first product of a layer's shape, one of made-up numbers is compared with libtorch's own, and its gradients.
    private static bool GivesTheSame(long inputs, long outputs)
    {
        long rows = (LeastMultiplications / (inputs * outputs)) + 1;
        using var scope = NewDisposeScope();
        using var outside = inference_mode(false);
        using var gradients = enable_grad();
        Tensor input = Waves(rows, inputs), weight = Waves(outputs, inputs), outer = Waves(rows, outputs);
        try
        {
            Tensor[] expected = WithGradients((x, w) => F.linear(x, w)), actual = WithGradients(ByOneDnn);
            return expected.Zip(actual).All(pair => (pair.First - pair.Second).abs().max().ToDouble() < 1e-4 * pair.First.abs().max().ToDouble());
        }
        catch (ExternalException)
        {
            // A libtorch without oneDNN.
            return false;
        }

        Tensor[] WithGradients(Func<Tensor, Tensor, Tensor> multiply)
        {
            Tensor x = input.detach().requires_grad_(), w = weight.detach().requires_grad_();
            Tensor y = multiply(x, w);
            y.backward([outer]);
            return [y.detach(), x.grad!, w.grad!];
        }
    }

    /// <summary>Numbers between -1 and 1 that no two rows share, without use of the generator that belongs to the caller.</summary>
    private static Tensor Waves(long rows, long length) => arange(rows * length, ScalarType.Float32).sin_().reshape(rows, length);
}
