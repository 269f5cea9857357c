using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Backup;

/// <summary>A backup whose every part has been read and found to be what its manifest says.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly SealedTarReader<BackupManifest> _tar;

    private BackupReader(FileStream file, SealedTarReader<BackupManifest> tar) => (_file, _tar) = (file, tar);

    public BackupManifest Manifest => _tar.Manifest;

    /// <exception cref="BackupException">The file cannot be read, is no backup, is not whole, or was written in a newer format.</exception>
    public static async Task<BackupReader> OpenAsync(string path, Action<long, long> progress, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024, useAsync: false);
            var tar = await SealedTarReader<BackupManifest>.OpenAsync(file, progress, cancellationToken);
            return tar.Manifest.Parts.IsEmpty ? throw new SpoiltTarException($"it holds no {BackupLayout.Database}") : new BackupReader(file, tar);
        }
        catch (Exception exception)
        {
            if (file is not null)
                await file.DisposeAsync();
            throw exception switch
            {
                SpoiltTarException spoilt => new BackupException($"{path} is no whole backup of a registry: {spoilt.Message}. Nothing was restored from it", spoilt),
                IOException or UnauthorizedAccessException => new BackupException($"{path} cannot be read: {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    /// <summary>Hands over the parts that are asked for, in the order of the file.</summary>
    public Task ReadAsync(Func<SealedPart, bool> wanted, Func<SealedPart, Stream, Task> take, CancellationToken cancellationToken) =>
        _tar.ReadAsync(wanted, take, cancellationToken);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
