namespace ModelRegistry.Core.Tracking;

/// <summary>What becomes of values of params and tags that are longer than what is logged may be.</summary>
public enum LongValues
{
    /// <summary>They end where they become too long.</summary>
    Cut,

    /// <summary>They are not taken, and nothing that comes with them.</summary>
    Refuse,

    /// <summary>They are taken whole: what another server has was logged already.</summary>
    Keep,
}
