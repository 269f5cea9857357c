namespace ModelRegistry.Core.Monitoring;

/// <summary>What a monitor does after a scan.</summary>
public enum MonitorActionKind
{
    None,

    /// <summary>Returns to an earlier production version.</summary>
    RollBack,

    /// <summary>Freezes promotions and asks for retraining.</summary>
    FreezeAndRetrain,

    /// <summary>Lifts the freeze of this monitor.</summary>
    Thaw,
}
