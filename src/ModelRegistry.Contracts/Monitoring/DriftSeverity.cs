namespace ModelRegistry.Contracts.Monitoring;

/// <summary>How far a window is from what is usual.</summary>
public enum DriftSeverity
{
    /// <summary>Too few rows or days to say anything.</summary>
    NotEnoughData,
    None,
    Moderate,
    Severe,
}
