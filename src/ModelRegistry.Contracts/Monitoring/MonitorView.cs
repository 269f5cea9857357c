namespace ModelRegistry.Contracts.Monitoring;

/// <summary>A monitor as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("monitor-view")]
public sealed record MonitorView
{
    [Id(0)]
    public required Guid ModelId { get; init; }

    [Id(1)]
    public required MonitorPolicy Policy { get; init; }

    [Id(2)]
    public long Revision { get; init; }

    [Id(3)]
    public int? ReferenceVersion { get; init; }

    /// <summary>The last as-of day that was scanned.</summary>
    [Id(4)]
    public DateTimeOffset? ScannedThrough { get; init; }

    /// <summary>The latest as-of time seen.</summary>
    [Id(5)]
    public DateTimeOffset? Watermark { get; init; }

    [Id(6)]
    public int SevereInARow { get; init; }

    [Id(7)]
    public int CalmInARow { get; init; }

    [Id(8)]
    public Guid? LastReportId { get; init; }

    /// <summary>An action decided and not yet carried out.</summary>
    [Id(9)]
    public string? PendingAction { get; init; }
}
