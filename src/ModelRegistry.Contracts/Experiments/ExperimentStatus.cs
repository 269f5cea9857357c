namespace ModelRegistry.Contracts.Experiments;

/// <summary>Where an A/B test stands.</summary>
public enum ExperimentStatus
{
    Draft,
    Running,
    Paused,
    Concluded,
    Cancelled,
}
