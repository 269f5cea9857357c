namespace ModelRegistry.Contracts.Registry;

/// <summary>Which moves between stages a model allows.</summary>
public enum LifecycleProfile
{
    /// <summary>Only the arrows of the lifecycle, gates before Staging and Production, at most one version in Production.</summary>
    Governed,

    /// <summary>Any stage to any other, as MLflow has it.</summary>
    Open,
}
