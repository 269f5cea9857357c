namespace ModelRegistry.Core.Tracking;

/// <summary>The words of the MLflow protocol for the status of a run.</summary>
public static class RunStatusWords
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        RunStatus.Killed => "KILLED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status of a run"),
    };

    /// <summary>Whether a run that has come so far has ended.</summary>
    public static bool IsEnd(this RunStatus status) => status is RunStatus.Finished or RunStatus.Failed or RunStatus.Killed;

    /// <summary>Null when it is no such word.</summary>
    public static RunStatus? TryParse(string word) => word switch
    {
        "RUNNING" => RunStatus.Running,
        "SCHEDULED" => RunStatus.Scheduled,
        "FINISHED" => RunStatus.Finished,
        "FAILED" => RunStatus.Failed,
        "KILLED" => RunStatus.Killed,
        _ => null,
    };
}
