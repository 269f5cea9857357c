using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Backup;

/// <summary>An empty data folder that a restore fills, held against hosts and other restores.</summary>
internal sealed class RestoreFolder : IDisposable
{
    private const string OfTheDisk = "lost+found";

    private RestoreFolder(DataFolder data) => Data = data;

    public DataFolder Data { get; }

    private string Store => ArtifactFolder.In(Data.FullPath);

    /// <summary>Takes the folder. What a restore that was killed has left in it is cleared away.</summary>
    /// <exception cref="BackupException">There is something in it.</exception>
    /// <exception cref="EmbeddedPostgresException">It is in use, or cannot be written.</exception>
    public static async Task<RestoreFolder> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var folder = new RestoreFolder(await DataFolder.OpenAsync(path, cancellationToken));
        try
        {
            if (RestoreMarker.IsIn(folder.Data.FullPath))
                await folder.ClearAsync(cancellationToken);
            folder.MustBeEmpty();
            RestoreMarker.Set(folder.Data.FullPath);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes one artifact, which is on disk afterwards.</summary>
    public async Task WriteArtifactAsync(string digest, Stream content, CancellationToken cancellationToken)
    {
        var path = ArtifactFolder.PathOf(Store, digest);
        var parent = DiskSync.MakeFolder(Path.GetDirectoryName(path)!);
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        DiskSync.Folder(parent);
    }

    /// <summary>Everything is there and on disk: hosts may use the folder.</summary>
    public void Finish() => RestoreMarker.Remove(Data.FullPath);

    /// <summary>Empties the folder again, the marker last. A server that still runs on it is ended first.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = Data.FullPath };
        if (await RunningServer.FindAsync(Data.Data, options, cancellationToken) is { } left)
            await left.StopAsync(Data.Data, options.StopTimeout);
        foreach (var folder in new[] { Data.Data, ClusterMaker.UnfinishedIn(Data), Store }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        RestoreMarker.Remove(Data.FullPath);
    }

    public void Dispose() => Data.Dispose();

    private void MustBeEmpty()
    {
        var there = Directory.EnumerateFileSystemEntries(Data.FullPath)
            .Select(path => Path.GetFileName(path))
            .Where(name => name is not (DataFolder.LockName or OfTheDisk))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (there.Length > 0)
            throw new BackupException($"{Data.FullPath} is not empty (it holds {string.Join(", ", there.Take(5))}{(there.Length > 5 ? ", …" : "")}): restore into a new or empty folder");
    }
}
