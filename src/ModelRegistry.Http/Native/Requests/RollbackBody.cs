namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/rollback.</summary>
internal sealed record RollbackBody
{
    public VersionSelector? To { get; init; }

    public required string Reason { get; init; }
}
