using System.Diagnostics;
using System.Globalization;

namespace ModelRegistry.Tests.Shared;

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

    /// <summary>Mounts one at an empty folder.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        await MustAsync(Mount(path, megabytes));
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
        await MustAsync(["umount", "-l", Path]);
        Directory.Delete(Path);
    }

    private static string[] Mount(string path, int megabytes) =>
        ["mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path];

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "a small file system can be mounted by root on Linux only";
        var path = Directory.CreateTempSubdirectory("mr-disk-").FullName;
        try
        {
            if (RunAsync(Mount(path, 1)).GetAwaiter().GetResult() is { } said)
                return $"a small file system cannot be mounted here: {said}";
            RunAsync(["umount", path]).GetAwaiter().GetResult();
            return null;
        }
        finally
        {
            Directory.Delete(path);
        }
    }

    private static async Task MustAsync(string[] command)
    {
        if (await RunAsync(command) is { } said)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {said}");
    }

    /// <summary>Null when it went well, else what was said.</summary>
    private static async Task<string?> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/env", command) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
