using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Monitoring;

/// <summary>One scan. Stored, and named by every action that follows from it.</summary>
[GenerateSerializer, Immutable, Alias("drift-report")]
public sealed record DriftReport
{
    [Id(0)]
    public required Guid Id { get; init; }

    [Id(1)]
    public required Guid ModelId { get; init; }

    /// <summary>The version in production, whose reference gave the bins and thresholds; in a drill the drill's, judged by its predecessor's reference.</summary>
    [Id(2)]
    public required int Version { get; init; }

    /// <summary>The last as-of day of the window.</summary>
    [Id(3)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>When the scan ran.</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The worst of the features.</summary>
    [Id(5)]
    public required DriftSeverity Severity { get; init; }

    /// <summary>The severe ones, the worst first.</summary>
    [Id(6)]
    public ImmutableArray<string> DriftedFeatures { get; init; } = [];

    /// <summary>Largest PSI over its severe threshold; 1 or more is SEVERE.</summary>
    [Id(7)]
    public double DriftScore { get; init; }

    /// <summary>Share of the wanted days that were there, times the rows a day of the window over those of the baseline (at most 1).</summary>
    [Id(8)]
    public double Confidence { get; init; }

    [Id(9)]
    public required long Rows { get; init; }

    /// <summary>As-of days in the window.</summary>
    [Id(10)]
    public required int Days { get; init; }

    [Id(11)]
    public required int BaselineDays { get; init; }

    /// <summary>A fire drill's.</summary>
    [Id(12)]
    public bool Drill { get; init; }

    /// <summary>Severe scans running, this one included.</summary>
    [Id(13)]
    public int SevereInARow { get; init; }

    [Id(14)]
    public ImmutableArray<FeatureDrift> Features { get; init; } = [];

    /// <summary>closed_day, reminder or demand.</summary>
    [Id(15)]
    public string Trigger { get; init; } = "";

    /// <summary>What was done.</summary>
    [Id(16)]
    public string Action { get; init; } = "none";

    [Id(17)]
    public string Why { get; init; } = "";

    public bool Equals(DriftReport? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
