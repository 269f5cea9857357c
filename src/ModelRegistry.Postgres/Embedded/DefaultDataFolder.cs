namespace ModelRegistry.Postgres.Embedded;

/// <summary>Where a host keeps its data when it is not told.</summary>
public static class DefaultDataFolder
{
    /// <summary>
    /// For root a system folder, because the private PostgreSQL runs as another user and must be able to reach it; for everybody else the
    /// user's data folder.
    /// </summary>
    public static string Path => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/lib/modelregistry"
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "modelregistry");
}
