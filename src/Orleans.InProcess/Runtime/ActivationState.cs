namespace Orleans.InProcess;

/// <summary>The life of an activation, in order.</summary>
internal enum ActivationState
{
    /// <summary>In the catalog, but not called yet.</summary>
    New,

    /// <summary>Being made; calls wait.</summary>
    Activating,

    Valid,

    /// <summary>Running its last turn; calls wait for the successor.</summary>
    Deactivating,

    Gone,
}
