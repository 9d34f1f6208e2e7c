using TorchSharp;

namespace KPDD.Torch;

/// <summary>A number handed to libtorch that is kept alive for as long as its owner.</summary>
/// <remarks>
/// TorchSharp turns a double argument into a temporary <see cref="Scalar"/> and passes only its handle on. When a collection by another thread falls
/// into the native call, the finalizer frees it under libtorch's feet: seen as "false INTERNAL ASSERT FAILED ... Scalar.h", and as "Expected false to be true"
/// after 9,999 of 20,000 rounds of <c>a + b</c> beside a thread that collects, while the same rounds with kept scalars ended. So nothing that runs
/// often passes a plain double; it holds one of these in a field, or keeps it alive to the end of its method.
/// </remarks>
internal static class KeptScalar
{
    public static readonly Scalar One = 1.0f;

    /// <summary>The sum of two tensors; <c>first + second</c> would pass a temporary scalar 1.</summary>
    public static torch.Tensor Plus(this torch.Tensor first, torch.Tensor second) => first.add(second, One);

    public static Scalar Of(double value) => (float)value;
}
