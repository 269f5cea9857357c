namespace ModelRegistry.Silo;

/// <summary>What the settings say about a host.</summary>
internal sealed record ServeSettings
{
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Addresses to listen on.</summary>
    public required string[] Urls { get; init; }

    public required string DataDirectory { get; init; }

    public required string ConfigDirectory { get; init; }

    /// <summary>Null: a private PostgreSQL in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>The settings of all areas.</summary>
    public required IConfiguration Given { get; init; }

    /// <summary>The policies that were built into the host's folder.</summary>
    public static string DefaultConfigDirectory => Path.Combine(AppContext.BaseDirectory, "silo-config");
}
