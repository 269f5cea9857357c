using System.Buffers;
using System.Security.Cryptography;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// Artifacts as files named by their SHA-256, in folders of its first two bytes. A file appears by an atomic rename after it is on
/// disk, so there are only whole files; reading needs no database.
/// </summary>
internal sealed class FileArtifactStore(NpgsqlDataSource database, TimeProvider clock, ArtifactStoreOptions options) : IArtifactStore
{
    public async Task<StoredArtifact> PutAsync(Stream content, CancellationToken cancellationToken = default)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Directory, "incoming")).FullName;
        var incoming = Path.Combine(folder, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"));
        try
        {
            var artifact = await ReceiveAsync(content, incoming, cancellationToken);
            Publish(incoming, PathOf(artifact.Digest));
            await RecordAsync(artifact, cancellationToken);
            return artifact;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default)
    {
        var file = ArtifactFolder.IsDigest(digest) ? new FileInfo(PathOf(digest)) : null;
        return Task.FromResult(file is { Exists: true } ? file.Length : (long?)null);
    }

    public async Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken = default)
    {
        if (!ArtifactFolder.IsDigest(digest) || !File.Exists(PathOf(digest)))
            return null;
        var content = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
        var actual = Convert.ToHexStringLower(SHA256.HashData(content));
        return string.Equals(actual, digest, StringComparison.Ordinal) ? content : throw new CorruptArtifactException(digest, actual);
    }

    private async Task<StoredArtifact> ReceiveAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (file.Length + read > options.MaxBytes)
                    throw new ArtifactTooLargeException(options.MaxBytes);
                sha.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return new StoredArtifact(Convert.ToHexStringLower(sha.GetHashAndReset()), file.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Replaces a file that is already there: the same bytes, or damaged ones.</summary>
    private static void Publish(string incoming, string path)
    {
        var folder = DiskSync.MakeFolder(Path.GetDirectoryName(path)!);
        File.Move(incoming, path, overwrite: true);
        DiskSync.Folder(folder);
    }

    private Task<int> RecordAsync(StoredArtifact artifact, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                "INSERT INTO artifacts (digest, size, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", artifact.Digest, artifact.Size, clock.GetUtcNow());
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        $"recording artifact {artifact.Digest}");

    private string PathOf(string digest) => ArtifactFolder.PathOf(options.Directory, digest);
}
