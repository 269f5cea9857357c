using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// Receives, finds and verifies artifacts. The row of an artifact is locked while its bytes are published or removed, so that a put and the
/// collection of the same content come one after the other.
/// </summary>
internal sealed class ArtifactStore(NpgsqlDataSource database, IArtifactBytes bytes, TimeProvider clock, IOptions<ArtifactOptions> options) : IArtifactStore
{
    private const int BufferSize = 128 * 1024;
    private readonly ArtifactQuota _quota = new(options.Value.QuotaBytes);

    public async Task<PutResult> PutAsync(Stream content, string? expected = null, CancellationToken cancellationToken = default)
    {
        await using var upload = await bytes.BeginAsync(cancellationToken);
        var (digest, size) = await ReceiveAsync(content, upload, cancellationToken);
        if (expected is not null && !string.Equals(expected, digest, StringComparison.Ordinal))
            return new PutResult(PutOutcome.Conflict, digest, size);
        var added = await DatabaseErrors.GuardAsync(() => PublishAsync(upload, digest, size), $"storing artifact {digest}");
        return new PutResult(added ? PutOutcome.Stored : PutOutcome.AlreadyThere, digest, size);
    }

    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default) =>
        ArtifactFolder.IsDigest(digest) ? bytes.FindAsync(digest, cancellationToken) : Task.FromResult<long?>(null);

    public async Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken = default) =>
        ArtifactFolder.IsDigest(digest) && await bytes.OpenAsync(digest, cancellationToken) is { } found ? new VerifiedStream(found.Content, digest, found.Size) : null;

    public Task<bool> PinAsync(string holder, string digest, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                INSERT INTO artifact_pins (holder, digest) SELECT $1, digest FROM artifacts WHERE digest = $2 FOR KEY SHARE
                ON CONFLICT (holder) DO UPDATE SET digest = excluded.digest
                """, holder, digest);
            return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        },
        $"keeping artifact {digest}");

    private async Task<(string Digest, long Size)> ReceiveAsync(Stream content, IArtifactUpload upload, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                size += read;
                if (size > options.Value.MaxBytes)
                    throw new ArtifactTooLargeException(options.Value.MaxBytes);
                _quota.MayFit(size);
                sha.AppendData(buffer, 0, read);
                await upload.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await upload.CompleteAsync(cancellationToken);
            return (Convert.ToHexStringLower(sha.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Answers whether the artifact is new. From here on it is not cancelled.</summary>
    private async Task<bool> PublishAsync(IArtifactUpload upload, string digest, long size)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.Command("""
            INSERT INTO artifacts (digest, size, created_at, touched_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (digest) DO UPDATE SET size = excluded.size, touched_at = greatest(artifacts.touched_at, excluded.touched_at)
            RETURNING xmax = 0
            """, digest, size, clock.GetUtcNow());
        var added = (bool)(await command.ExecuteScalarAsync())!;
        if (added)
            await _quota.MustFitAsync(connection);
        await upload.PublishAsync(connection, digest);
        await transaction.CommitAsync();
        return added;
    }
}
