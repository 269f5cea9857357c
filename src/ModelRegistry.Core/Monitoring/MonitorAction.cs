namespace ModelRegistry.Core.Monitoring;

/// <summary>A decision, and the reason in words.</summary>
public sealed record MonitorAction
{
    public required MonitorActionKind Kind { get; init; }

    /// <summary>The version to return to.</summary>
    public int? To { get; init; }

    /// <summary>The version in production that the decision is about; a rollback is refused when it is no longer there.</summary>
    public int? From { get; init; }

    public required string Why { get; init; }

    /// <summary>The episode is over, whatever is done.</summary>
    public bool EndsEpisode { get; init; }
}
