namespace KPDD;

/// <summary>A stage given to the pipeline broke its contract: it did not give one result an item.</summary>
internal sealed class BatchContractException(string message) : InvalidOperationException(message)
{
    /// <summary>Checks the number of results of a batch.</summary>
    /// <param name="runner">What gave the results, for the message.</param>
    /// <param name="results">Their number.</param>
    /// <param name="items">Number of items that went in.</param>
    /// <exception cref="BatchContractException">The numbers differ.</exception>
    public static void ThrowUnlessOneEach(string runner, int results, int items)
    {
        if (results != items)
        {
            throw new BatchContractException($"{runner} gave {results} results for {items} items; it must give one an item, in their order.");
        }
    }
}
