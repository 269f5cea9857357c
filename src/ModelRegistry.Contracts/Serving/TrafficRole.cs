namespace ModelRegistry.Contracts.Serving;

/// <summary>In which role a version scored a unit.</summary>
public enum TrafficRole
{
    /// <summary>The version in production, as the champion of an A/B test too.</summary>
    Production,

    /// <summary>The challenger of an A/B test.</summary>
    Challenger,

    /// <summary>Scored beside the answer, never answered.</summary>
    Shadow,

    /// <summary>A version of a fire drill.</summary>
    Drill,

    /// <summary>A version the caller asked for by name.</summary>
    Requested,
}
