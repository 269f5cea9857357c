namespace ModelRegistry.Silo;

/// <summary>What the command line says about a host.</summary>
internal sealed record ServeSettings
{
    public const string DefaultUrls = "http://127.0.0.1:8080";

    public required string Urls { get; init; }

    public required string DataDirectory { get; init; }

    public required string ConfigDirectory { get; init; }

    /// <summary>Null: a private PostgreSQL in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>
    /// Where a host keeps its data when not told: for root a system folder, because the private PostgreSQL runs as another user and must be
    /// able to reach it; for everybody else the user's data folder.
    /// </summary>
    public static string DefaultDataDirectory => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/lib/modelregistry"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "modelregistry");

    /// <summary>The policies that were built into the host's folder.</summary>
    public static string DefaultConfigDirectory => Path.Combine(AppContext.BaseDirectory, "silo-config");
}
