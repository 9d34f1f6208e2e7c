using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch.Tests;

[Collection(nameof(LiveTensorCollection))]
public class LinearProductTests
{
    private const string NoOneDnn = "Here libtorch's own product uses the processor in full, or there is no oneDNN.";

    [Fact]
    public void IsAvailable_WideVectorsThatMklLeavesUnused_IsTrue()
    {
        bool isIntel = X86Base.IsSupported && X86Base.CpuId(0, 0) is { Ebx: 0x756E6547, Edx: 0x49656E69, Ecx: 0x6C65746E };

        Assert.SkipWhen(Environment.GetEnvironmentVariable("KPDD_ONEDNN") == "0", "KPDD_ONEDNN=0 switches it off");
        Assert.Equal(RuntimeInformation.ProcessArchitecture == Architecture.X64 && Avx512F.IsSupported && !isIntel, LinearProduct.IsAvailable);
    }

    [Theory]
    [InlineData(1024, 512, 512)]
    [InlineData(1001, 512, 2048)] // rows that fill no block
    [InlineData(1001, 2048, 512)]
    [InlineData(2048, 320, 192)]
    [InlineData(2048, 512, 96)] // outputs that oneDNN would get wrong
    [InlineData(2048, 96, 512)]
    [InlineData(8, 512, 512)] // too few rows to be worth it
    public void Of_AnyShape_EqualsThePlainProductAndItsGradients(int rows, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor input = randn([rows, 1, inputs], generator: generator), weight = randn([outputs, inputs], generator: generator);
        Tensor outer = randn([rows, 1, outputs], generator: generator);

        Tensor[] expected = WithGradients((x, w) => F.linear(x, w), input, weight, outer);
        Tensor[] actual = WithGradients(LinearProduct.Of, input, weight, outer);

        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.shape, pair.Second.shape);
            Assert.InRange((pair.First - pair.Second).abs().max().ToDouble() / pair.First.abs().max().ToDouble(), 0, 1e-5);
        });
    }

    [Fact]
    public void Of_FirstProductOfAShapeWithoutGradients_EqualsThePlainOne()
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        Tensor input = randn([1024, 448], generator: generator), weight = randn([576, 448], generator: generator);

        Assert.InRange((F.linear(input, weight) - LinearProduct.Of(input, weight)).abs().max().ToDouble(), 0, 1e-3);
    }

    [Fact]
    public void ByOneDnn_InputNotInOrder_EqualsThePlainProduct()
    {
        Assert.SkipUnless(LinearProduct.IsAvailable, NoOneDnn);
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor input = randn([64, 8, 128], generator: generator).transpose(0, 1), weight = randn([256, 128], generator: generator);

        Assert.InRange((F.linear(input, weight) - LinearProduct.ByOneDnn(input, weight)).abs().max().ToDouble(), 0, 1e-3);
    }

    [Fact]
    public void ByOneDnn_ManyCalls_KeepTensorsAndResidentMemory()
    {
        Assert.SkipUnless(LinearProduct.IsAvailable, NoOneDnn);
        using var scope = NewDisposeScope();
        Tensor input = ones(250, 128), weight = ones(128, 128), outer = ones(250, 128);
        (long Tensors, long Resident) before = default;
        for (int call = 1; call <= 3000; call++)
        {
            using var inner = NewDisposeScope();
            WithGradients(LinearProduct.ByOneDnn, input, weight, outer);
            before = call == 2000 ? MemoryTests.Measure() : before;
        }

        // The scope of the call that was measured had its tensors still.
        (long Tensors, long Resident) after = MemoryTests.Measure();
        Assert.InRange(after.Tensors, 0, before.Tensors);
        Assert.InRange(after.Resident, 0, before.Resident * MemoryTests.MostGrowth);
    }

    private static Tensor[] WithGradients(Func<Tensor, Tensor, Tensor> multiply, Tensor input, Tensor weight, Tensor outer)
    {
        Tensor x = input.detach().requires_grad_(), w = weight.detach().requires_grad_();
        Tensor y = multiply(x, w);
        y.backward([outer]);
        return [y.detach(), x.grad!, w.grad!];
    }
}
