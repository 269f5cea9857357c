namespace ModelRegistry.Contracts.Monitoring;

/// <summary>What a monitor does about severe drift.</summary>
public enum DriftAction
{
    /// <summary>Writes the report.</summary>
    Notify,

    /// <summary>Freezes promotions and asks for retraining.</summary>
    FreezeAndRetrain,

    /// <summary>Returns to an earlier production version whose reference fits better; where there is none, freezes and asks for retraining.</summary>
    RollBack,
}
