using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Backup;

/// <summary>Writes a backup beside its final name, readable by its owner only; it gets that name when it is whole and on disk.</summary>
internal sealed class BackupWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly SealedTarWriter _tar;
    private bool _published;

    private BackupWriter(string path, FileStream file, DateTimeOffset at)
    {
        _path = path;
        _file = file;
        _tar = new SealedTarWriter(file, at);
    }

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<SealedPart> Parts => _tar.Parts;

    /// <summary>Bytes of the file so far.</summary>
    public long Length => _file.Length;

    /// <exception cref="BackupException">The file is there already, or cannot be made.</exception>
    public static BackupWriter Create(string path, DateTimeOffset at)
    {
        if (Path.Exists(path))
            throw new BackupException($"{path} is there already: choose another name, or remove it");
        try
        {
            var file = new FileStream(Part(path), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new BackupWriter(path, file, at);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path} cannot be written: {refused.Message}", refused);
        }
    }

    /// <summary>Adds one part, read to its end.</summary>
    public async Task<SealedPart> AddAsync(string name, Stream content, Action<long>? progress, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(content, progress);
        return await _tar.AddAsync(name, hashed, cancellationToken);
    }

    /// <summary>Adds the manifest and its seal, and gives the file its name.</summary>
    public async Task PublishAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        await _tar.SealAsync(manifest, cancellationToken);
        _file.Flush(flushToDisk: true);
        File.Move(Part(_path), _path, overwrite: false);
        _published = true;
        DiskSync.Folder(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Removes what was not published.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_published)
            File.Delete(Part(_path));
        await _file.DisposeAsync();
    }

    private static string Part(string path) => path + ".part";
}
