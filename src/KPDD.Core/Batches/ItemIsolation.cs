namespace KPDD;

/// <summary>Runs a batch so that one bad item cannot take the others with it.</summary>
/// <remarks>
/// The batch runs whole. When it throws, its halves run by themselves, down to the single item that fails, which becomes an error text.
/// Cancellation, <see cref="KpddException"/> (a missing backend is missing for every item) and a broken contract are never swallowed.
/// </remarks>
internal static class ItemIsolation
{
    /// <summary>Runs the batch.</summary>
    /// <param name="items">The items.</param>
    /// <param name="refuse">The reason for which an item is not run at all, or null to run it.</param>
    /// <param name="run">Turns items into as many results, in their order.</param>
    /// <param name="runner">What runs, for messages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One outcome an item, in the order of the items.</returns>
    /// <exception cref="BatchContractException"><paramref name="run"/> gave another number of results than items.</exception>
    public static async Task<IReadOnlyList<ItemOutcome<TResult>>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        Func<TItem, string?> refuse,
        Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> run,
        string runner,
        CancellationToken cancellationToken)
        where TResult : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcomes = new ItemOutcome<TResult>[items.Count];
        var accepted = new List<int>(items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            if (refuse(items[i]) is { } reason)
            {
                outcomes[i] = new ItemOutcome<TResult>(null, reason);
            }
            else
            {
                accepted.Add(i);
            }
        }

        await RunRangeAsync(accepted).ConfigureAwait(false);
        return outcomes;

        async Task RunRangeAsync(List<int> range)
        {
            if (range.Count == 0)
            {
                return;
            }

            IReadOnlyList<TResult> results;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                results = await run([.. range.Select(i => items[i])]).ConfigureAwait(false);
                BatchContractException.ThrowUnlessOneEach(runner, results.Count, range.Count);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (MayBelongToOneItem(e))
            {
                await SplitAsync(range, e).ConfigureAwait(false);
                return;
            }

            for (int i = 0; i < range.Count; i++)
            {
                outcomes[range[i]] = new ItemOutcome<TResult>(results[i], null);
            }
        }

        async Task SplitAsync(List<int> range, Exception error)
        {
            if (range.Count == 1)
            {
                outcomes[range[0]] = new ItemOutcome<TResult>(null, $"{runner} failed: {error.Message}");
                return;
            }

            int half = range.Count / 2;
            await RunRangeAsync(range[..half]).ConfigureAwait(false);
            await RunRangeAsync(range[half..]).ConfigureAwait(false);
        }
    }

    private static bool MayBelongToOneItem(Exception e) =>
        e is not (OperationCanceledException or KpddException or BatchContractException or OutOfMemoryException);
}
