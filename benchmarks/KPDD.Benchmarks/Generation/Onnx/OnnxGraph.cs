using System.Runtime.InteropServices;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Builds an ONNX graph node by node; the numbers are the fields of the format's own protobuf definition (onnx.proto).</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, SignedByte = 3, Long = 7;

    private readonly Protobuf graph = new();
    private int names;

    /// <summary>Adds a node with one output and gives the output's name.</summary>
    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) =>
        Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(string operation, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        var node = new Protobuf();
        Array.ForEach(inputs, input => node.Text(1, input));
        string[] results = [.. Enumerable.Range(0, outputs).Select(_ => NewName())];
        Array.ForEach(results, output => node.Text(2, output));
        node.Text(4, operation);
        foreach ((string name, object value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        graph.Message(1, node);
        return results;
    }

    public string Weights(ReadOnlySpan<float> values, params int[] shape) => Constant(Float, MemoryMarshal.AsBytes(values), shape);

    public string Weights(ReadOnlySpan<sbyte> values, params int[] shape) => Constant(SignedByte, MemoryMarshal.AsBytes(values), shape);

    public string Shape(params long[] lengths) => Constant(Long, MemoryMarshal.AsBytes(lengths.AsSpan()), [lengths.Length]);

    public string Input(string name, bool isFloat, int rank)
    {
        graph.Message(11, Value(name, isFloat ? Float : Long, rank));
        return name;
    }

    /// <summary>Makes a value an output of the graph, under a name of its own.</summary>
    public void Output(string name, string value, int rank)
    {
        graph.Message(1, new Protobuf().Text(1, value).Text(2, name).Text(4, "Identity"));
        graph.Message(12, Value(name, Float, rank));
    }

    public void Save(string path)
    {
        graph.Text(2, "t5");
        new Protobuf()
            .Number(1, 8)
            .Message(7, graph)
            .Message(8, new Protobuf().Text(1, string.Empty).Number(2, 17))
            .Save(path);
    }

    private string NewName() => $"v{names++}";

    private string Constant(int type, ReadOnlySpan<byte> data, int[] shape)
    {
        var tensor = new Protobuf();
        Array.ForEach(shape, length => tensor.Number(1, length));
        string name = NewName();
        graph.Message(5, tensor.Number(2, type).Text(8, name).Bytes(9, data));
        return name;
    }

    private static Protobuf Value(string name, int type, int rank)
    {
        var shape = new Protobuf();
        for (int i = 0; i < rank; i++)
        {
            shape.Message(1, new Protobuf().Text(2, $"{name}_{i}"));
        }

        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Number(1, type).Message(2, shape)));
    }

    private static Protobuf Attribute(string name, object value)
    {
        var attribute = new Protobuf().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Single(2, number).Number(20, 1);
            case int number:
                return attribute.Number(3, number).Number(20, 2);
            case int[] numbers:
                Array.ForEach(numbers, number => attribute.Number(8, number));
                return attribute.Number(20, 7);
            default:
                throw new ArgumentException($"An attribute of type {value.GetType()} is not written here.", nameof(value));
        }
    }
}
