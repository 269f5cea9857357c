namespace ModelRegistry.Postgres.Artifacts;

/// <summary>What keeps the bytes of artifacts longer than 4 KiB; shorter ones are kept in their rows in the database.</summary>
public enum ArtifactPlace
{
    /// <summary>Files in the data folder of the host.</summary>
    Files,

    /// <summary>Chunks of 1 MiB in the database.</summary>
    Database,
}
