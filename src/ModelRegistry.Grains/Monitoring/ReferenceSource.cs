using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Reads and writes reference profiles by digest. What was read once is kept: content under a digest never changes.</summary>
internal sealed class ReferenceSource(IArtifactStore artifacts)
{
    private const int Kept = 64;
    private readonly ConcurrentDictionary<string, ReferenceProfile> _read = new(StringComparer.Ordinal);

    /// <summary>Null when nothing is stored under the digest.</summary>
    /// <exception cref="InvalidProfileException">What is stored is no reference profile.</exception>
    /// <exception cref="CorruptArtifactException">What is stored is not what the digest says.</exception>
    public async Task<ReferenceProfile?> ReadAsync(string digest)
    {
        if (_read.TryGetValue(digest, out var known)) return known;
        if (await artifacts.ReadAsync(digest) is not { } bytes) return null;
        var profile = Parse(digest, bytes);
        if (_read.Count >= Kept) _read.Clear();
        return _read[digest] = profile;
    }

    /// <summary>Answers with the digest.</summary>
    public async Task<string> WriteAsync(ReferenceProfile profile)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(profile, RegistryJson.Options));
        return (await artifacts.PutAsync(content)).Digest;
    }

    /// <summary>Keeps the reference that a monitor uses, which no version may name.</summary>
    public Task KeepAsync(Guid modelId, string digest) => artifacts.PinAsync(string.Create(CultureInfo.InvariantCulture, $"monitor/{modelId}"), digest);

    private static ReferenceProfile Parse(string digest, byte[] bytes)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<ReferenceProfile>(bytes, RegistryJson.Options)
                ?? throw new InvalidProfileException($"Artifact {digest} is 'null', not a reference profile.");
            ProfileRules.Check(profile);
            return profile;
        }
        catch (JsonException e)
        {
            throw new InvalidProfileException($"Artifact {digest} is no reference profile: {e.Message}");
        }
    }
}
