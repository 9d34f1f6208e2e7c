using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KPDD.T5;

/// <summary>One named tensor of a model folder, as it is stored. Immutable and thread-safe.</summary>
/// <param name="Name">The checkpoint's name of the tensor, such as <c>shared.weight</c>.</param>
/// <param name="Type">Number format of <paramref name="Data"/>.</param>
/// <param name="Shape">Length of each dimension; empty for a single number.</param>
/// <param name="Data">The numbers, little-endian, row by row (last dimension fastest).</param>
public sealed record WeightTensor(string Name, WeightType Type, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>What the numbers of each row are multiplied by, one scale a row: for <see cref="WeightType.Int8"/>, whose shape is <c>[rows, columns]</c>; else empty.</summary>
    public ReadOnlyMemory<float> RowScales { get; init; }

    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public long Count => ElementCount(Shape);

    /// <summary>Stores float32 values in the given format.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">Length of each dimension.</param>
    /// <param name="values">The values, row by row; copied.</param>
    /// <param name="type">Format to store them in; 16-bit formats and int8 round to the nearest value, ties to even. <value>Default: <see cref="WeightType.Float32"/>.</value></param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">
    /// The number of values is not the product of the shape, a finite value is too large for float16, or int8 is asked for what is no matrix.
    /// </exception>
    public static WeightTensor FromFloat32(
        string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values, WeightType type = WeightType.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (ElementCount(shape) != values.Length)
        {
            throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] cannot hold {values.Length} values.", nameof(values));
        }

        byte[] data = new byte[(long)values.Length * type.ElementSize()];
        float[] scales = [];
        switch (type)
        {
            case WeightType.Float32:
                MemoryMarshal.AsBytes(values).CopyTo(data);
                break;
            case WeightType.Float16:
                NarrowToHalf(name, values, MemoryMarshal.Cast<byte, Half>(data.AsSpan()));
                break;
            case WeightType.Int8:
                RequireMatrix(name, shape);
                scales = Int8Rows.Quantize(values, shape[0], MemoryMarshal.Cast<byte, sbyte>(data.AsSpan()));
                break;
            default:
                BFloat16.Narrow(values, MemoryMarshal.Cast<byte, ushort>(data.AsSpan()));
                break;
        }

        return new WeightTensor(name, type, [.. shape], data) { RowScales = scales };
    }

    /// <summary>The values as float32; 16-bit formats are widened without loss, int8 rows are multiplied by their scales.</summary>
    /// <returns>A new array of <see cref="Count"/> values, row by row.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Data"/> or <see cref="RowScales"/> does not have the length that type and shape imply.</exception>
    public float[] ToFloat32()
    {
        RequireWholeData();
        float[] values = new float[Count];
        CopyTo(0, values);
        return values;
    }

    /// <summary>Copies values from number <paramref name="first"/> on as float32, as many as the destination holds.</summary>
    internal void CopyTo(int first, Span<float> destination)
    {
        ReadOnlySpan<byte> data = Data.Span.Slice(first * Type.ElementSize(), destination.Length * Type.ElementSize());
        switch (Type)
        {
            case WeightType.Float32:
                MemoryMarshal.Cast<byte, float>(data).CopyTo(destination);
                break;
            case WeightType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data), destination);
                break;
            case WeightType.Int8:
                Int8Rows.Widen(MemoryMarshal.Cast<byte, sbyte>(data), first, Shape[1], RowScales.Span, destination);
                break;
            default:
                BFloat16.Widen(MemoryMarshal.Cast<byte, ushort>(data), destination);
                break;
        }

        // Data may be a mapped file, which the span alone does not keep mapped.
        GC.KeepAlive(this);
    }

    /// <summary>Unmaps the data, if they are mapped: for one who has copied them and wants the pages back at once. They cannot be read again.</summary>
    internal void Unmap()
    {
        if (MemoryMarshal.TryGetMemoryManager(Data, out MappedMemory? mapped))
        {
            ((IDisposable)mapped).Dispose();
        }
    }

    /// <summary>This tensor when it is stored in float32, else a widened copy.</summary>
    internal WeightTensor AsFloat32()
    {
        RequireWholeData();
        return Type == WeightType.Float32 ? this : FromFloat32(Name, Shape, ToFloat32());
    }

    internal void RequireWholeData()
    {
        if (Data.Length != Count * Type.ElementSize())
        {
            throw new InvalidOperationException(
                $"Tensor '{Name}' holds {Data.Length} bytes; shape [{string.Join(", ", Shape)}] in {Type} needs {Count * Type.ElementSize()}.");
        }

        if (Type == WeightType.Int8 && (Shape.Count != 2 || RowScales.Length != Shape[0]))
        {
            throw new InvalidOperationException(
                $"Tensor '{Name}' has {RowScales.Length} scales; shape [{string.Join(", ", Shape)}] in {Type} needs two dimensions and a scale a row.");
        }
    }

    private static void RequireMatrix(string name, IReadOnlyList<int> shape)
    {
        if (shape.Count != 2)
        {
            throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] is no matrix; only matrices are stored in int8.", nameof(shape));
        }
    }

    private static long ElementCount(IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = checked(count * length);
        }

        return count;
    }

    private static void NarrowToHalf(string name, ReadOnlySpan<float> values, Span<Half> half)
    {
        TensorPrimitives.ConvertToHalf(values, half);
        for (int i = 0; i < values.Length; i++)
        {
            // A silent infinity would spoil the model; the caller can choose bfloat16 instead.
            if (!Half.IsFinite(half[i]) && float.IsFinite(values[i]))
            {
                throw new ArgumentException($"Tensor '{name}' holds {values[i]}, too large for float16; store it as bfloat16 or float32.", nameof(values));
            }
        }
    }
}
