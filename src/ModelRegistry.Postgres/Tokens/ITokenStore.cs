using ModelRegistry.Contracts;

namespace ModelRegistry.Postgres.Tokens;

/// <summary>Access tokens. Only their SHA-256 is stored: a token has 256 random bits, so nothing slower is needed against guessing.</summary>
public interface ITokenStore
{
    /// <summary>Makes a token: <c>mr_</c> and 32 random bytes, base64url.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<CreatedToken> CreateAsync(NewToken request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes sure that a token the operator chose is good for this principal and role, for all models and without expiry.
    /// A token of that text that was revoked, or had another role, is made good again.
    /// </summary>
    /// <exception cref="ArgumentException">The token is shorter than 16 characters, or has characters other than visible ASCII.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<AccessToken> EnsureAsync(string principal, Role role, string token, CancellationToken cancellationToken = default);

    /// <summary>True when there is a token of role Admin that is good now.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<bool> AnyAdminAsync(CancellationToken cancellationToken = default);

    /// <summary>The token, when it is known, not revoked and not expired; else null.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<AccessToken?> AuthenticateAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>All tokens, the revoked and expired too, the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>True when the token exists; it is good no more.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken = default);
}
