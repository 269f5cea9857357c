namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/rollback.</summary>
internal sealed record RollbackBody
{
    public VersionSelector? To { get; init; }

    public required string Reason { get; init; }

    /// <summary>As a copy with the next number.</summary>
    public bool AsNewVersion { get; init; }
}
