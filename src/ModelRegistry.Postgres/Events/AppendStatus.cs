namespace ModelRegistry.Postgres.Events;

/// <summary>What an append came to.</summary>
public enum AppendStatus
{
    /// <summary>Committed and durable.</summary>
    Committed,

    /// <summary>The stream has another version; nothing was written.</summary>
    Conflict,

    /// <summary>The command is already in the log; nothing was written.</summary>
    Repeated,

    /// <summary>A unique name or rule of the read models is in the way (<see cref="AppendResult.Constraint"/>); nothing was written.</summary>
    Violation,
}
