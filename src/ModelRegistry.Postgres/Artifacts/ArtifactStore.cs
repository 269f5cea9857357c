using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// Receives, finds and verifies artifacts: small ones in their row, the others by what keeps bytes. The row of an artifact is locked while its bytes are published or removed, so
/// that a put and the collection of the same content come one after the other.
/// </summary>
internal sealed class ArtifactStore : IArtifactStore
{
    private const int BufferSize = 128 * 1024;
    private readonly NpgsqlDataSource _database;
    private readonly IArtifactBytes _bytes;
    private readonly TimeProvider _clock;
    private readonly long _maxBytes;
    private readonly ArtifactQuota _quota;
    private readonly SmallArtifacts _small;

    public ArtifactStore(NpgsqlDataSource database, IArtifactBytes bytes, TimeProvider clock, IOptions<ArtifactOptions> options)
    {
        (_database, _bytes, _clock, _maxBytes) = (database, bytes, clock, options.Value.MaxBytes);
        _quota = new ArtifactQuota(options.Value.QuotaBytes);
        _small = new SmallArtifacts(database, clock, _quota);
    }

    public async Task<PutResult> PutAsync(Stream content, string? expected = null, CancellationToken cancellationToken = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var read = await content.ReadAtLeastAsync(buffer, SmallArtifacts.MaxBytes + 1, throwOnEndOfStream: false, cancellationToken);
            return read <= SmallArtifacts.MaxBytes
                ? await PutSmallAsync(buffer.AsMemory(0, read), expected)
                : await PutLargeAsync(content, buffer, read, expected, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default) => ArtifactFolder.IsDigest(digest)
        ? await _bytes.FindAsync(digest, cancellationToken) ?? await _small.SizeAsync(digest, cancellationToken)
        : null;

    public async Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken = default)
    {
        if (!ArtifactFolder.IsDigest(digest))
            return null;
        // A small one may be a file from before they were kept in their row; the row is the later of the two.
        var isLarge = await _bytes.FindAsync(digest, cancellationToken) > SmallArtifacts.MaxBytes;
        if (!isLarge && await _small.ReadAsync(digest, cancellationToken) is { } small)
            return new VerifiedStream(new MemoryStream(small), digest, small.Length);
        return await _bytes.OpenAsync(digest, cancellationToken) is { } found ? new VerifiedStream(found.Content, digest, found.Size) : null;
    }

    public Task<bool> PinAsync(string holder, string digest, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = _database.Command("""
                INSERT INTO artifact_pins (holder, digest) SELECT $1, digest FROM artifacts WHERE digest = $2 FOR KEY SHARE
                ON CONFLICT (holder) DO UPDATE SET digest = excluded.digest
                """, holder, digest);
            return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        },
        $"keeping artifact {digest}");

    private async Task<PutResult> PutSmallAsync(ReadOnlyMemory<byte> content, string? expected)
    {
        MustBeAllowed(content.Length);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        return await PutAsync(digest, content.Length, expected, () => _small.PutAsync(digest, content));
    }

    /// <param name="content">What comes after the beginning.</param>
    /// <param name="buffer">Has the beginning of the artifact in it, and is used to read the rest.</param>
    /// <param name="read">How long the beginning is.</param>
    /// <param name="expected">Its digest, if that is known.</param>
    /// <param name="cancellationToken">Ends the receiving.</param>
    private async Task<PutResult> PutLargeAsync(Stream content, byte[] buffer, int read, string? expected, CancellationToken cancellationToken)
    {
        await using var upload = await _bytes.BeginAsync(cancellationToken);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        for (; read > 0; read = await content.ReadAsync(buffer, cancellationToken))
        {
            MustBeAllowed(size += read);
            sha.AppendData(buffer, 0, read);
            await upload.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await upload.CompleteAsync(cancellationToken);
        var digest = Convert.ToHexStringLower(sha.GetHashAndReset());
        return await PutAsync(digest, size, expected, () => DatabaseErrors.GuardAsync(() => PublishAsync(upload, digest, size), $"storing artifact {digest}"));
    }

    /// <summary>Stores what is the content that was expected. From here on it is not cancelled.</summary>
    private static async Task<PutResult> PutAsync(string digest, long size, string? expected, Func<Task<bool>> store)
    {
        if (expected is not null && !string.Equals(expected, digest, StringComparison.Ordinal))
            return new PutResult(PutOutcome.Conflict, digest, size);
        return new PutResult(await store() ? PutOutcome.Stored : PutOutcome.AlreadyThere, digest, size);
    }

    private void MustBeAllowed(long size)
    {
        if (size > _maxBytes)
            throw new ArtifactTooLargeException(_maxBytes);
        _quota.MayFit(size);
    }

    /// <summary>Answers whether the artifact is new.</summary>
    private async Task<bool> PublishAsync(IArtifactUpload upload, string digest, long size)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.Command("""
            INSERT INTO artifacts (digest, size, created_at, touched_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (digest) DO UPDATE SET size = excluded.size, touched_at = greatest(artifacts.touched_at, excluded.touched_at)
            RETURNING xmax = 0
            """, digest, size, _clock.GetUtcNow());
        var added = (bool)(await command.ExecuteScalarAsync())!;
        if (added)
            await _quota.MustFitAsync(connection);
        await upload.PublishAsync(connection, digest);
        await transaction.CommitAsync();
        return added;
    }
}
