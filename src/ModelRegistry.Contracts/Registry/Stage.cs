namespace ModelRegistry.Contracts.Registry;

/// <summary>Where a version stands in its life.</summary>
public enum Stage
{
    Draft,
    Trained,
    Validated,
    Staging,
    Production,
    Deprecated,
    Archived,
}
