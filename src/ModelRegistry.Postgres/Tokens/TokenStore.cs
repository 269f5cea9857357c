using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Contracts;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tokens;

/// <summary>Access tokens in <c>access_tokens</c>.</summary>
internal sealed class TokenStore(NpgsqlDataSource database, TimeProvider clock) : ITokenStore
{
    private const string Prefix = "mr_";
    private const int ShortestChosen = 16;
    private const string Columns = "id, principal, role, scope_prefix, created_at, expires_at, revoked_at";

    public async Task<CreatedToken> CreateAsync(NewToken request, CancellationToken cancellationToken = default)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new CreatedToken(token, await PutAsync(request, token, cancellationToken));
    }

    public Task<AccessToken> EnsureAsync(string principal, Role role, string token, CancellationToken cancellationToken = default) =>
        token.Length >= ShortestChosen && token.All(character => character is > ' ' and <= '~')
            ? PutAsync(new NewToken { Principal = principal, Role = role }, token, cancellationToken)
            : throw new ArgumentException($"the token for {principal} must have at least {ShortestChosen} visible ASCII characters; it has {token.Length} characters", nameof(token));

    public Task<bool> AnyAdminAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                "SELECT EXISTS (SELECT FROM access_tokens WHERE role = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2))",
                nameof(Role.Admin), clock.GetUtcNow());
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        },
        "looking for an admin token");

    public Task<AccessToken?> AuthenticateAsync(string token, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                $"SELECT {Columns} FROM access_tokens WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
                Hash(token), clock.GetUtcNow());
            return await command.FirstAsync(Read, cancellationToken);
        },
        "checking a token");

    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {Columns} FROM access_tokens ORDER BY created_at, id");
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing tokens");

    public Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("UPDATE access_tokens SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1", id, clock.GetUtcNow());
            return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        },
        "revoking a token");

    private Task<AccessToken> PutAsync(NewToken request, string token, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            await using var command = database.Command($"""
                INSERT INTO access_tokens (id, principal, role, token_hash, scope_prefix, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (token_hash) DO UPDATE SET principal = excluded.principal, role = excluded.role, scope_prefix = excluded.scope_prefix,
                    expires_at = excluded.expires_at, revoked_at = NULL
                RETURNING {Columns}
                """,
                Guid.CreateVersion7(now), request.Principal, request.Role.ToString(), Hash(token), request.ScopePrefix, now, request.ExpiresAt);
            return (await command.FirstAsync(Read, cancellationToken))!;
        },
        "storing a token");

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static AccessToken Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Principal = row.GetString(1),
        Role = Enum.Parse<Role>(row.GetString(2)),
        ScopePrefix = row.Text(3),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
        ExpiresAt = row.Maybe<DateTimeOffset>(5),
        RevokedAt = row.Maybe<DateTimeOffset>(6),
    };
}
