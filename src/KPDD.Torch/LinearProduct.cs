using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>The product of a linear layer without bias, <c>input · weightᵀ</c>.</summary>
/// <remarks>
/// libtorch multiplies float32 with MKL, which keeps AVX-512 to Intel's processors. oneDNN, which libtorch contains as well, uses it on all that have it: on an AMD EPYC
/// 330 instead of 175 billion operations a second forward, 265 instead of 160 backward. libtorch takes it for float32 tensors in oneDNN's own format only, which a script has to ask for.
/// Thread-safe.
/// </remarks>
internal static class LinearProduct
{
    /// <summary>Multiplications from which the time that oneDNN takes to prepare for a number of rows does not count.</summary>
    private const long LeastMultiplications = 1 << 26;

    /// <summary>oneDNN 3.7 gives wrong numbers for other numbers of outputs: seen with 48, 77, 80 and 96.</summary>
    private const int Multiple = 64;

    private const string Script = """
        def product(input: Tensor, weight: Tensor) -> Tensor:
            return torch.mkldnn_linear(input.to_mkldnn(), weight).to_dense()

        """;

    private static readonly ConcurrentDictionary<(long Inputs, long Outputs), bool> Usable = new();

    private static readonly Lazy<jit.CompilationUnit?> OneDnn = new(Compile);

    /// <summary>Multiplies.</summary>
    /// <param name="input">Rows <c>[..., inputs]</c>.</param>
    /// <param name="weight">The layer's weights <c>[outputs, inputs]</c>, of the input's type.</param>
    /// <returns><c>[..., outputs]</c>.</returns>
    public static Tensor Of(Tensor input, Tensor weight) => IsFasterByOneDnn(input, weight) ? ByOneDnn(input, weight) : F.linear(input, weight);

    /// <summary>The product by oneDNN; it must be there.</summary>
    internal static Tensor ByOneDnn(Tensor input, Tensor weight) => OneDnn.Value!.invoke<Tensor>("product", input, weight);

    /// <summary>True where libtorch has oneDNN and this processor is one that MKL does not use in full.</summary>
    internal static bool IsAvailable => OneDnn.Value is not null;

    private static bool IsFasterByOneDnn(Tensor input, Tensor weight) =>
        weight.dtype == ScalarType.Float32
        && weight.device_type == DeviceType.CPU
        && input.numel() * weight.shape[0] >= LeastMultiplications
        && weight.shape[0] % Multiple == 0
        && weight.shape[1] % Multiple == 0
        && IsAvailable
        && Usable.GetOrAdd((weight.shape[1], weight.shape[0]), static shape => GivesTheSame(shape.Inputs, shape.Outputs));

    private static jit.CompilationUnit? Compile()
    {
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        if (!isX64 || !Avx512F.IsSupported || IsIntel())
        {
            return null;
        }

        try
        {
            return jit.compile(Script);
        }
        catch (ExternalException)
        {
            // A libtorch without oneDNN.
            return null;
        }
    }

    private static bool IsIntel()
    {
        // The first four letters of "GenuineIntel".
        const int Genu = 0x756E6547;
        return X86Base.CpuId(0, 0).Ebx == Genu;
    }

    // Wrong numbers would go unnoticed in training: the first product of a shape is compared with libtorch's own, and its gradients.
    private static bool GivesTheSame(long inputs, long outputs)
    {
        const int Rows = 40;
        using var scope = NewDisposeScope();
        using var outside = inference_mode(false);
        using var gradients = enable_grad();
        Tensor input = Waves(Rows, inputs), weight = Waves(outputs, inputs), outer = Waves(Rows, outputs);
        Tensor[] expected = WithGradients((x, w) => F.linear(x, w)), actual = WithGradients(ByOneDnn);
        return expected.Zip(actual).All(pair => (pair.First - pair.Second).abs().max().ToDouble() < 1e-4 * pair.First.abs().max().ToDouble());

        Tensor[] WithGradients(Func<Tensor, Tensor, Tensor> multiply)
        {
            Tensor x = input.detach().requires_grad_(), w = weight.detach().requires_grad_();
            Tensor y = multiply(x, w);
            y.backward([outer]);
            return [y.detach(), x.grad!, w.grad!];
        }
    }

    /// <summary>Numbers between -1 and 1 that no two rows share, without use of the generator that belongs to the caller.</summary>
    private static Tensor Waves(long rows, long length) => arange(rows * length, ScalarType.Float32).reshape(rows, length).sin();
}
