namespace ModelRegistry.Core.Tracking;

/// <summary>How far a run is; the numbers are those of the MLflow protocol.</summary>
public enum RunStatus
{
    Running = 1,
    Scheduled = 2,
    Finished = 3,
    Failed = 4,
    Killed = 5,
}
