namespace ModelRegistry.Contracts.Monitoring;

/// <summary>How one model is watched.</summary>
[GenerateSerializer, Immutable, Alias("monitor-policy")]
public sealed record MonitorPolicy
{
    /// <summary>As-of days in the window that is judged.</summary>
    [Id(0)]
    public int WindowDays { get; init; } = 5;

    /// <summary>As-of days before the window that it is compared with.</summary>
    [Id(1)]
    public int BaselineDays { get; init; } = 30;

    /// <summary>Scans running that must be severe before anything is done.</summary>
    [Id(2)]
    public int ConfirmScans { get; init; } = 2;

    /// <summary>Scans running that must not be severe before a freeze is lifted.</summary>
    [Id(3)]
    public int ThawScans { get; init; } = 5;

    [Id(4)]
    public DriftAction Action { get; init; } = DriftAction.RollBack;

    /// <summary>The least PSI that is MODERATE.</summary>
    [Id(5)]
    public double Moderate { get; init; } = 0.10;

    /// <summary>The least PSI that is SEVERE.</summary>
    [Id(6)]
    public double Severe { get; init; } = 0.25;

    /// <summary>The reminder's period; at least one minute.</summary>
    [Id(7)]
    public int PeriodMinutes { get; init; } = 60;

    /// <summary>Rows a window and a baseline must have.</summary>
    [Id(8)]
    public int MinRows { get; init; } = 200;

    [Id(9)]
    public string Note { get; init; } = "";
}
