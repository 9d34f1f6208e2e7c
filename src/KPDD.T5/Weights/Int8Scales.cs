namespace KPDD.T5;

/// <summary>Keeps the scales of int8 matrices beside them in a file: those of <c>NAME</c> are the float32 tensor <c>NAME_scale</c>, one number a row.</summary>
internal static class Int8Scales
{
    private const string Suffix = "_scale";

    /// <summary>What a file stores for a tensor: itself, and its scales where it has some.</summary>
    /// <exception cref="InvalidOperationException">Data or scales do not have the length that type and shape imply.</exception>
    public static IEnumerable<WeightTensor> Split(WeightTensor tensor)
    {
        tensor.RequireWholeData();
        return tensor.Type == WeightType.Int8
            ? [tensor, WeightTensor.FromFloat32(tensor.Name + Suffix, [tensor.Shape[0]], tensor.RowScales.Span)]
            : [tensor];
    }

    /// <summary>Gives the int8 matrices of a folder their scales.</summary>
    /// <exception cref="KpddException">A matrix has none, or they do not fit it.</exception>
    public static Dictionary<string, WeightTensor> Join(Dictionary<string, WeightTensor> stored, string modelFolder)
    {
        foreach (WeightTensor matrix in stored.Values.Where(tensor => tensor.Type == WeightType.Int8).ToArray())
        {
            if (Problem(matrix, stored, out float[] scales) is { } problem)
            {
                throw new KpddException($"The weights in '{modelFolder}' hold '{matrix.Name}' in I8 {problem}. Save the model in int8 again from its float weights.");
            }

            stored.Remove(matrix.Name + Suffix);
            stored[matrix.Name] = matrix with { RowScales = scales };
        }

        return stored;
    }

    private static string? Problem(WeightTensor matrix, Dictionary<string, WeightTensor> stored, out float[] scales)
    {
        scales = [];
        string name = matrix.Name + Suffix;
        if (matrix.Shape.Count != 2)
        {
            return $"with shape [{string.Join(", ", matrix.Shape)}], but only matrices may be";
        }

        if (!stored.TryGetValue(name, out WeightTensor? tensor))
        {
            return $"without its scales '{name}'";
        }

        if (tensor.Type != WeightType.Float32 || !tensor.Shape.SequenceEqual([matrix.Shape[0]]))
        {
            return $"with scales of {tensor.Type} [{string.Join(", ", tensor.Shape)}], expected Float32 [{matrix.Shape[0]}]";
        }

        scales = tensor.ToFloat32();
        return Array.TrueForAll(scales, scale => float.IsFinite(scale) && scale >= 0) ? null : "with a scale that is negative or no finite number";
    }
}
