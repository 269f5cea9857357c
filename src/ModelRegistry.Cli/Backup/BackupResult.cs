using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Cli.Backup;

/// <summary>What a backup holds, for people and programs.</summary>
internal sealed record BackupResult
{
    public required string File { get; init; }

    /// <summary>Bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The moment whose state it is.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Version of the PostgreSQL it was made by.</summary>
    public required string Server { get; init; }

    /// <summary>Name of the last step of its schema.</summary>
    public required string Schema { get; init; }

    /// <summary>Bytes of the dump, compressed.</summary>
    public required long DatabaseBytes { get; init; }

    public required int Artifacts { get; init; }

    public required long ArtifactBytes { get; init; }

    /// <summary>Where it was restored to.</summary>
    public string? DataDirectory { get; init; }

    public double Seconds { get; init; }

    public static BackupResult Of(BackupManifest manifest, string file) => new()
    {
        File = file,
        FileBytes = new FileInfo(file).Length,
        TakenAt = manifest.TakenAt,
        Server = manifest.Server,
        Schema = manifest.Schema[^1].Name,
        DatabaseBytes = manifest.Parts[0].Bytes,
        Artifacts = manifest.Parts.Length - 1,
        ArtifactBytes = manifest.Parts.Skip(1).Sum(part => part.Bytes),
    };
}
