namespace ModelRegistry.Postgres.Sealed;

/// <summary>One file inside a sealed tar.</summary>
public sealed record SealedPart
{
    /// <summary>Its path inside the file.</summary>
    public required string Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }
}
