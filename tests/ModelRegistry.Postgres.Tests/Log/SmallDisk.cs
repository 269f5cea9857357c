using System.Globalization;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>A file system of a few megabytes in memory, which can be filled up and emptied again.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _filler;

    private bool _gone;

    private SmallDisk(string path)
    {
        Path = path;
        _filler = System.IO.Path.Combine(path, "filler");
    }

    public string Path { get; }

    /// <summary>Null where one can be mounted, else why not.</summary>
    public static string? WhyNot { get; } = Try();

    /// <summary>Mounts one at an empty folder and gives it to the user whom PostgreSQL runs as.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        await ServerCommand.MustAsync(Mount(path, megabytes), $"mounting {path}", CancellationToken.None);
        await (await ServerUser.ChooseAsync(path, CancellationToken.None)).OwnAsync(path, CancellationToken.None);
        return new SmallDisk(path);
    }

    /// <summary>Leaves no more than so much room.</summary>
    public void Fill(int kilobytesLeft)
    {
        using var filler = File.Create(_filler);
        filler.Write(new byte[new DriveInfo(Path).AvailableFreeSpace - (kilobytesLeft * 1024)]);
    }

    /// <summary>There is room again.</summary>
    public void Empty() => File.Delete(_filler);

    public async ValueTask DisposeAsync()
    {
        if (_gone)
            return;
        _gone = true;
        await ServerCommand.MustAsync(["/usr/bin/env", "umount", "-l", Path], $"unmounting {Path}", CancellationToken.None);
        Directory.Delete(Path);
    }

    private static string[] Mount(string path, int megabytes) =>
        ["/usr/bin/env", "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path];

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "a small file system can be mounted by root on Linux only";
        var path = Directory.CreateTempSubdirectory("mr-disk-").FullName;
        try
        {
            var (code, said) = ServerCommand.RunAsync(Mount(path, 1), CancellationToken.None).GetAwaiter().GetResult();
            if (code != 0)
                return $"a small file system cannot be mounted here: {said}";
            ServerCommand.RunAsync(["/usr/bin/env", "umount", path], CancellationToken.None).GetAwaiter().GetResult();
            return null;
        }
        finally
        {
            Directory.Delete(path);
        }
    }
}
