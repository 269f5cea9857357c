using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>A file beside the artifacts that becomes one of them.</summary>
internal sealed class FileUpload(string folder, string path) : IArtifactUpload
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _file.WriteAsync(bytes, cancellationToken);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        _file.Flush(flushToDisk: true);
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
