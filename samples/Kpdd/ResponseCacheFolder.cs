using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace KPDD.Samples;

/// <summary>A folder of answers for the caching middleware of Microsoft.Extensions.AI, one file each. Entries do not expire.</summary>
internal sealed class ResponseCacheFolder(string folder) : IDistributedCache
{
    public byte[]? Get(string key) => File.Exists(PathOf(key)) ? File.ReadAllBytes(PathOf(key)) : null;

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        File.Exists(PathOf(key)) ? await File.ReadAllBytesAsync(PathOf(key), token) : null;

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => WholeFile.Write(PathOf(key), stream => stream.Write(value));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        Set(key, value, options);
        return Task.CompletedTask;
    }

    public void Refresh(string key)
    {
        // Nothing expires.
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Remove(string key) => File.Delete(PathOf(key));

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }

    // A key may hold any character; its hash may not.
    private string PathOf(string key) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".json");
}
