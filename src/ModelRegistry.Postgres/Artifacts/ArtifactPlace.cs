namespace ModelRegistry.Postgres.Artifacts;

/// <summary>What keeps the bytes of artifacts.</summary>
public enum ArtifactPlace
{
    /// <summary>Files in the data folder of the host.</summary>
    Files,

    /// <summary>Chunks of 1 MiB in the database.</summary>
    Database,
}
