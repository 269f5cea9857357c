using System.Runtime.InteropServices;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Makes a rename durable: on POSIX systems the folder has to be flushed too.</summary>
internal static class DiskSync
{
    private const int ReadOnly = 0;

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
