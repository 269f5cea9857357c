using System.Collections.Immutable;
using ModelRegistry.Contracts;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Open windows and the log cursor that belongs to them: written together, so that every row counts once.</summary>
[GenerateSerializer, Immutable, Alias("monitor-snapshot")]
internal sealed record MonitorSnapshot
{
    /// <summary>Writer → last sequence counted.</summary>
    [Id(0)]
    public ImmutableDictionary<long, long> Cursor { get; init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>The latest as-of time seen.</summary>
    [Id(1)]
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>The version whose reference gives bins and thresholds; never a drill's.</summary>
    [Id(2)]
    public int? ReferenceVersion { get; init; }

    /// <summary>The artifact the bins come from: the version's own, or one made from the first days seen; null while there are none.</summary>
    [Id(3)]
    public string? ReferenceDigest { get; init; }

    [Id(4)]
    public ImmutableArray<SavedDay> Days { get; init; } = [];

    [Id(5)]
    public TrackState Real { get; init; } = new();

    [Id(6)]
    public TrackState Drill { get; init; } = new();

    /// <summary>The drill that <see cref="Drill"/> is about; 0 before the first.</summary>
    [Id(7)]
    public int DrillVersion { get; init; }

    [Id(8)]
    public PendingAction? Pending { get; init; }

    public bool Equals(MonitorSnapshot? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
