using Microsoft.Extensions.Options;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Where files are kept that nobody needs when their reader is done, or dead.</summary>
public sealed class SpoolFolder(IOptions<TransferOptions> options)
{
    /// <summary>The longest file that is imported, in bytes.</summary>
    public long MaxBytes => options.Value.MaxBytes;

    /// <summary>A new, empty file for its maker alone, gone when it is closed.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FileStream Create()
    {
        var path = Path.Combine(Directory.CreateDirectory(options.Value.Folder).FullName, Path.GetRandomFileName());
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 128 << 10, Options = FileOptions.DeleteOnClose };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, file);
        file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var made = new FileStream(path, file);

        // Without a name nothing is left of it, even when the host is killed.
        File.Delete(path);
        return made;
    }
}
