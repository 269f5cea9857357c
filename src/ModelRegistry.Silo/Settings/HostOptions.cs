using System.ComponentModel.DataAnnotations;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Silo.Settings;

/// <summary>Where a host listens and keeps its data, section <c>Host</c>.</summary>
internal sealed class HostOptions
{
    public const string Section = "Host";

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    [Required]
    public string Urls { get; set; } = ServeSettings.DefaultUrls;

    /// <summary>Folder for the private PostgreSQL, artifacts, the admin token and the audit key.</summary>
    [Required]
    public string DataDirectory { get; set; } = DefaultDataFolder.Path;

    /// <summary>Connection string of a PostgreSQL to use instead of a private one.</summary>
    public string? Postgres { get; set; }
}
