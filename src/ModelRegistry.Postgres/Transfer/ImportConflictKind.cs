namespace ModelRegistry.Postgres.Transfer;

/// <summary>Why a stream was left as it is.</summary>
public enum ImportConflictKind
{
    /// <summary>It went another way here than in the file.</summary>
    Diverged,

    /// <summary>Another one here has its name.</summary>
    NameTaken,

    /// <summary>A version needs an artifact that is neither here nor in the file.</summary>
    ArtifactMissing,

    /// <summary>The model of an A/B test is in conflict, or is neither here nor in the file.</summary>
    ModelInConflict,

    /// <summary>It was changed here while the import was at work; the same import again decides on what is there then.</summary>
    Changed,

    /// <summary>What its events make does not go together with what is here.</summary>
    Refused,
}
