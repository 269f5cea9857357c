namespace ModelRegistry.Postgres.Embedded;

/// <summary>What the server may use of the machine.</summary>
/// <param name="MemoryMegabytes">Of a container its limit, less what the host's own heap is kept from.</param>
/// <param name="Cores">Of a container its share.</param>
/// <param name="DiskMegabytes">Size of the disk the data is on.</param>
internal sealed record ServerMachine(long MemoryMegabytes, int Cores, long DiskMegabytes)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>This machine, with the disk of a folder.</summary>
    public static ServerMachine Of(string folder) =>
        new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte, Environment.ProcessorCount, new DriveInfo(folder).TotalSize / Megabyte);
}
