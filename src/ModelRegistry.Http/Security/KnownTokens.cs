using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Tokens;

namespace ModelRegistry.Http.Security;

/// <summary>
/// Tokens that were good a moment ago, so that the hot path does not wait for the database. A revoked token is refused after
/// <see cref="Trust"/>; while the database is away, tokens that were good stay good. Keyed by hash: no token is kept.
/// </summary>
internal sealed class KnownTokens(ITokenStore store, TimeProvider clock)
{
    /// <summary>How long an answer of the store is believed.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (AccessToken Access, long Checked)> _known = new(StringComparer.Ordinal);

    /// <summary>What a token allows; null when it is not good.</summary>
    /// <exception cref="StoreUnavailableException">The token was not seen before and the database cannot be reached.</exception>
    public async ValueTask<AccessToken?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var known = _known.TryGetValue(key, out var entry);
        if (known && clock.GetElapsedTime(entry.Checked) < Trust && !Expired(entry.Access))
            return entry.Access;
        try
        {
            return await AskAsync(key, token, cancellationToken);
        }
        catch (StoreUnavailableException) when (known && !Expired(entry.Access))
        {
            return entry.Access;
        }
    }

    private async Task<AccessToken?> AskAsync(string key, string token, CancellationToken cancellationToken)
    {
        var access = await store.AuthenticateAsync(token, cancellationToken);
        if (access is null)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= Most)
            _known.Clear();
        _known[key] = (access, clock.GetTimestamp());
        return access;
    }

    private bool Expired(AccessToken access) => access.ExpiresAt <= clock.GetUtcNow();
}
