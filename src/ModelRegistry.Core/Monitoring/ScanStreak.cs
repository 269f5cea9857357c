using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What the scans before this one came to.</summary>
public sealed record ScanStreak
{
    /// <summary>Severe scans running.</summary>
    public int SevereInARow { get; init; }

    /// <summary>Scans running that were not severe.</summary>
    public int CalmInARow { get; init; }

    /// <summary>The report on which something was done, until enough calm scans have followed: one episode, one action.</summary>
    public Guid? Episode { get; init; }

    /// <summary>A scan without enough data is evidence of nothing: it neither adds to a streak nor breaks one.</summary>
    public ScanStreak Count(DriftSeverity severity) => severity switch
    {
        DriftSeverity.NotEnoughData => this,
        DriftSeverity.Severe => this with { SevereInARow = SevereInARow + 1, CalmInARow = 0 },
        _ => this with { SevereInARow = 0, CalmInARow = CalmInARow + 1 },
    };
}
