namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A principal approved a version.</summary>
[GenerateSerializer, Immutable, Alias("version-approved")]
public sealed record VersionApproved : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required string Principal { get; init; }

    [Id(2)]
    public required Role Role { get; init; }

    [Id(3)]
    public string? Comment { get; init; }

    /// <summary>Digest (hex) of the gates that the policy had for the version then; null in approvals of before it was kept.</summary>
    [Id(4)]
    public string? GatesDigest { get; init; }
}
