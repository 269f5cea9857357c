using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// Artifacts as files named by their SHA-256, in folders of its first two bytes. A file appears by an atomic rename after it is on disk, so there are
/// only whole files; reading needs no database.
/// </summary>
internal sealed class FileArtifacts(string folder, TimeProvider clock) : IArtifactBytes
{
    private readonly SemaphoreSlim _writers = new(Math.Max(1, Environment.ProcessorCount / 2));

    private string Incoming => Path.Combine(folder, "incoming");

    public Task<IArtifactUpload> BeginAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Incoming);
        return Task.FromResult<IArtifactUpload>(new FileUpload(folder, Path.Combine(Incoming, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")), _writers));
    }

    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken)
    {
        var file = new FileInfo(ArtifactFolder.PathOf(folder, digest));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    public Task<(Stream Content, long Size)?> OpenAsync(string digest, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(ArtifactFolder.PathOf(folder, digest), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            return Task.FromResult<(Stream, long)?>((file, file.Length));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<(Stream, long)?>(null);
        }
    }

    public Task RemoveAsync(NpgsqlConnection transaction, string[] digests, CancellationToken cancellationToken)
    {
        foreach (var digest in digests)
            Remove(digest);
        return Task.CompletedTask;
    }

    public async Task<int> SweepAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var path in Directory.Exists(Incoming) ? Directory.GetFiles(Incoming).Where(IsOld) : [])
        {
            File.Delete(path);
            removed++;
        }

        foreach (var digest in ArtifactFolder.List(folder).Where(digest => IsOld(ArtifactFolder.PathOf(folder, digest))))
        {
            if (await ClaimAsync(connection, digest, cancellationToken))
                removed++;
        }

        return removed;

        bool IsOld(string path) => File.GetLastWriteTimeUtc(path) < before.UtcDateTime;
    }

    /// <summary>A put whose commit failed leaves a file without a row. A row of our own, taken back afterwards, keeps the next put out while it is removed.</summary>
    private async Task<bool> ClaimAsync(NpgsqlConnection connection, string digest, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command("INSERT INTO artifacts (digest, size, created_at, touched_at) VALUES ($1, 0, now(), now()) ON CONFLICT DO NOTHING", digest);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        Remove(digest);
        return true;
    }

    private void Remove(string digest)
    {
        var path = ArtifactFolder.PathOf(folder, digest);
        if (!File.Exists(path))
            return;
        File.Delete(path);
        DiskSync.Folder(Path.GetDirectoryName(path)!);
    }
}
