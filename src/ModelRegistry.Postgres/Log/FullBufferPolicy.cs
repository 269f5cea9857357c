namespace ModelRegistry.Postgres.Log;

/// <summary>What happens to a caller when the buffer of the prediction log is full.</summary>
public enum FullBufferPolicy
{
    /// <summary>It is refused with <see cref="LogFullException"/>.</summary>
    Reject,

    /// <summary>It waits for room, first come first served, until its token is cancelled.</summary>
    Wait,
}
