namespace ModelRegistry.Postgres.Artifacts;

/// <summary>What came of content that was put.</summary>
public enum PutOutcome
{
    /// <summary>It is stored now.</summary>
    Stored,

    /// <summary>The same content was there.</summary>
    AlreadyThere,

    /// <summary>It has another digest than was expected; nothing is stored.</summary>
    Conflict,
}
