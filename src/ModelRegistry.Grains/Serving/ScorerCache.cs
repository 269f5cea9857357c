using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Grains.Serving;

/// <summary>Loaded models by artifact digest. The store verifies the digest on every load; one load at a time per digest.</summary>
public sealed class ScorerCache(IArtifactStore artifacts, FlavorRegistry flavors, IOptions<ServingOptions> options)
{
    private sealed record Entry(Lazy<Task<IScorer>> Scorer)
    {
        public long LastUse { get; set; }
    }

    private readonly ConcurrentDictionary<(string Digest, string Flavor), Entry> _entries = new();
    private long _uses;

    /// <summary>The scorer of a version, loaded when it is not.</summary>
    /// <exception cref="InvalidModelException">The artifact is missing, or no model of its flavor.</exception>
    /// <exception cref="ArtifactTooLargeException">The artifact is too long to be read into memory.</exception>
    /// <exception cref="CorruptArtifactException">The stored bytes are not what the digest says.</exception>
    public async ValueTask<IScorer> GetAsync(RoutedVersion version)
    {
        var key = (version.ArtifactDigest, version.Flavor);
        var entry = _entries.TryGetValue(key, out var known) ? known : Add(key);
        entry.LastUse = Interlocked.Increment(ref _uses);
        try
        {
            return await entry.Scorer.Value;
        }
        catch
        {
            _entries.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    private Entry Add((string Digest, string Flavor) key)
    {
        var made = new Entry(new Lazy<Task<IScorer>>(() => LoadAsync(key.Digest, key.Flavor))) { LastUse = Interlocked.Increment(ref _uses) };
        var entry = _entries.GetOrAdd(key, made);
        EvictIfFull();
        return entry;
    }

    private async Task<IScorer> LoadAsync(string digest, string flavor)
    {
        var model = await artifacts.ReadModelAsync(digest)
            ?? throw new InvalidModelException($"artifact {digest} is not in the store");
        return flavors.Load(flavor, model.Bytes);
    }

    private void EvictIfFull()
    {
        while (_entries.Count > options.Value.MaxLoadedModels)
            _entries.TryRemove(_entries.MinBy(pair => pair.Value.LastUse));
    }
}
