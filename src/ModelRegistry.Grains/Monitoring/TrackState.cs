namespace ModelRegistry.Grains.Monitoring;

/// <summary>How far a series of scans has come. Real days and a fire drill's are series of their own.</summary>
[GenerateSerializer, Immutable, Alias("monitor-track")]
internal sealed record TrackState
{
    [Id(0)]
    public DateOnly? ScannedThrough { get; init; }

    [Id(1)]
    public int SevereInARow { get; init; }

    [Id(2)]
    public int CalmInARow { get; init; }

    /// <summary>The report on which something was done.</summary>
    [Id(3)]
    public Guid? Episode { get; init; }

    [Id(4)]
    public Guid? LastReport { get; init; }

    /// <summary>Rows that came for days already scanned, since the last report.</summary>
    [Id(5)]
    public long LateRows { get; init; }
}
