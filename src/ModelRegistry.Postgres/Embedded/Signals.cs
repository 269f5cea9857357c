using System.Runtime.InteropServices;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Signals to the server process (POSIX).</summary>
internal static class Signals
{
    /// <summary>Asks only whether the process is there.</summary>
    public const int None = 0;

    /// <summary>PostgreSQL's fast shutdown.</summary>
    public const int Interrupt = 2;

    /// <summary>PostgreSQL's immediate shutdown: no checkpoint, recovery at the next start.</summary>
    public const int Quit = 3;

    private const int NoPermission = 1;

    /// <summary>False when there is no such process.</summary>
    public static bool Send(int pid, int signal) => Kill(pid, signal) == 0 || Marshal.GetLastPInvokeError() == NoPermission;

    public static bool IsAlive(int pid) => Send(pid, None);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
