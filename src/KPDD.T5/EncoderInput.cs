namespace KPDD.T5;

/// <summary>The check of <see cref="IT5Engine.Encode"/>'s rows that every engine makes.</summary>
internal static class EncoderInput
{
    /// <summary>Refuses what no engine can run.</summary>
    /// <exception cref="ArgumentException">No rows, an empty row, or an id outside the vocabulary.</exception>
    public static void Check(IReadOnlyList<int[]> inputIds, int vocabSize)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        if (inputIds.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one row.", nameof(inputIds));
        }

        for (int r = 0; r < inputIds.Count; r++)
        {
            if (inputIds[r] is not { Length: > 0 } row)
            {
                throw new ArgumentException($"Row {r} is empty; encode at least the end-of-text token.", nameof(inputIds));
            }

            foreach (int id in row)
            {
                if ((uint)id >= (uint)vocabSize)
                {
                    throw new ArgumentException($"Row {r} holds token id {id}, outside the model's vocabulary of {vocabSize}: tokenizer and model do not belong together.", nameof(inputIds));
                }
            }
        }
    }
}
