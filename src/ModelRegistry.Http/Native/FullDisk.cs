namespace ModelRegistry.Http.Native;

/// <summary>The error of a disk, or of the share of it that the host may use, on which there is no room left.</summary>
internal static class FullDisk
{
    public const string Message = "the registry's disk has no room left for this, and nothing of it was stored; an operator has to make room, or collect the artifacts that nothing refers to";

    /// <summary>ENOSPC, EDQUOT on Linux and on macOS, and ERROR_DISK_FULL.</summary>
    public static bool Is(Exception error) => error is IOException { HResult: 28 or 122 or 69 or unchecked((int)0x80070070) };
}
