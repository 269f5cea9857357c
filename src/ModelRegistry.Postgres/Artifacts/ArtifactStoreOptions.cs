namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Where artifacts are kept.</summary>
public sealed record ArtifactStoreOptions
{
    public required string Directory { get; init; }

    /// <summary>Where a host keeps them in its data folder.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "artifacts");

    /// <summary>The longest artifact taken, in bytes.</summary>
    /// <value>512 MiB</value>
    public long MaxBytes { get; init; } = 512L * 1024 * 1024;
}
