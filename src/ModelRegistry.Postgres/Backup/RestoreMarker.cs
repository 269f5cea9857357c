using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Postgres.Backup;

/// <summary>A file in a data folder from the beginning of a restore to its success: whatever else is there is not to be used.</summary>
public static class RestoreMarker
{
    private const string Name = "restore.unfinished";

    /// <exception cref="BackupException">A restore into the folder did not come to its end.</exception>
    public static void MustBeAbsent(string dataDirectory)
    {
        if (IsIn(dataDirectory))
            throw new BackupException($"a restore into {Path.GetFullPath(dataDirectory)} has not come to its end: wait for it, or run modelreg restore again, which begins anew");
    }

    internal static bool IsIn(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, Name));

    internal static void Set(string dataDirectory)
    {
        using (var file = File.Create(Path.Combine(dataDirectory, Name)))
            file.Flush(flushToDisk: true);
        DiskSync.Folder(dataDirectory);
    }

    internal static void Remove(string dataDirectory)
    {
        File.Delete(Path.Combine(dataDirectory, Name));
        DiskSync.Folder(dataDirectory);
    }
}
