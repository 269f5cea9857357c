namespace ModelRegistry.Postgres.Embedded;

/// <summary>Folders that only their owner can read and write.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Make(string path, UnixFileMode others = UnixFileMode.None)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("the private PostgreSQL runs on Linux and macOS only");
        Directory.CreateDirectory(path, Owner | others);
    }
}
