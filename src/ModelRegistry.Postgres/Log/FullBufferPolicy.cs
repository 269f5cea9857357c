namespace ModelRegistry.Postgres.Log;

/// <summary>What happens to a caller when the buffer of the prediction log is full.</summary>
public enum FullBufferPolicy
{
    /// <summary>It is refused with <see cref="LogFullException"/>.</summary>
    Reject,

    /// <summary>It waits for room, first come first served, until its token is cancelled.</summary>
    Wait,

    /// <summary>
    /// It is refused as with <see cref="Reject"/>, and the exception says that a prediction may be answered without being logged. Who does so
    /// says it to the caller, counts it and raises an alarm; a caller that asked for a durable answer gets none.
    /// </summary>
    Serve,
}
