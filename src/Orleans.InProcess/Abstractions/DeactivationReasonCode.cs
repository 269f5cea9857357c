namespace Orleans;

/// <summary>Why an activation ended.</summary>
public enum DeactivationReasonCode : byte
{
    None,

    /// <summary>The host stops.</summary>
    ShuttingDown,

    /// <summary>The constructor, the state or <c>OnActivateAsync</c> failed.</summary>
    ActivationFailed,
    DirectoryFailure,

    /// <summary>Not called for longer than the collection age.</summary>
    ActivationIdle,
    ActivationUnresponsive,
    DuplicateActivation,
    IncompatibleRequest,

    /// <summary>A call ended in an error after which the state cannot be trusted.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,
    Migrating,
    RuntimeRequested,
    HighMemoryPressure,
}
