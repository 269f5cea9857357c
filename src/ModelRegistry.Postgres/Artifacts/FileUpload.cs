using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// A file beside the artifacts that becomes one of them. Writing to a file blocks a thread: few of the pool's do so at a time, or many uploads would keep every other call waiting.
/// </summary>
internal sealed class FileUpload(string folder, string path, SemaphoreSlim writers) : IArtifactUpload
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await writers.WaitAsync(cancellationToken);
        try
        {
            await _file.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            writers.Release();
        }
    }

    /// <summary>Waiting for the disk takes a thread of its own.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Task.Factory.StartNew(() => _file.Flush(flushToDisk: true), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await _file.DisposeAsync();
    }

    /// <summary>Replaces a file that is already there: the same bytes, or damaged ones.</summary>
    public Task PublishAsync(NpgsqlConnection transaction, string digest)
    {
        var target = ArtifactFolder.PathOf(folder, digest);
        var parent = DiskSync.MakeFolder(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
        DiskSync.Folder(parent);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        File.Delete(path);
    }
}
