using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Artifacts that are kept in their row: one statement stores them, durable with all that other sessions commit at that moment.</summary>
internal sealed class SmallArtifacts(NpgsqlDataSource database, TimeProvider clock, ArtifactQuota quota)
{
    /// <summary>The longest one.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Answers whether the artifact is new. Bytes that were damaged are replaced.</summary>
    public Task<bool> PutAsync(string digest, ReadOnlyMemory<byte> content) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = quota.IsLimited ? await connection.BeginTransactionAsync() : null;
            await using var command = connection.Command("""
                INSERT INTO artifacts (digest, size, created_at, touched_at, bytes) VALUES ($1, $2, $3, $3, $4)
                ON CONFLICT (digest) DO UPDATE SET size = excluded.size, touched_at = greatest(artifacts.touched_at, excluded.touched_at), bytes = excluded.bytes
                RETURNING xmax = 0
                """, digest, (long)content.Length, clock.GetUtcNow(), content);
            var added = (bool)(await command.ExecuteScalarAsync())!;
            if (added)
                await quota.MustFitAsync(connection);
            if (transaction is not null)
                await transaction.CommitAsync();
            return added;
        },
        $"storing artifact {digest}");

    /// <summary>Bytes; null where it is kept elsewhere, or nowhere.</summary>
    public Task<long?> SizeAsync(string digest, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT size FROM artifacts WHERE digest = $1 AND bytes IS NOT NULL", digest);
            return (long?)await command.ExecuteScalarAsync(cancellationToken);
        },
        $"looking for artifact {digest}");

    /// <summary>Its content as it is; null where it is kept elsewhere, or nowhere.</summary>
    public Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT bytes FROM artifacts WHERE digest = $1 AND bytes IS NOT NULL", digest);
            return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
        },
        $"reading artifact {digest}");
}
