using System.Runtime.InteropServices;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Makes names durable: on POSIX systems the folder that holds a new or changed name has to be flushed too.</summary>
internal static class DiskSync
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder when missing, and those above it, so that it is still there after a crash of the machine.</summary>
    public static string MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return path;
        var parent = MakeFolder(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path);
        Folder(parent);
        return path;
    }

    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failed(path);
        var flushed = Fsync(descriptor) == 0;
        var error = flushed ? null : Failed(path);
        _ = Close(descriptor);
        if (error is not null)
            throw error;
    }

    private static IOException Failed(string path) => new($"folder {path} could not be flushed to disk: {Marshal.GetLastPInvokeErrorMessage()}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
