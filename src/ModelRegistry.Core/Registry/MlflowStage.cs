namespace ModelRegistry.Core.Registry;

/// <summary>Where a version is in the eyes of MLflow's clients.</summary>
public enum MlflowStage
{
    /// <summary>Draft, Trained or Validated.</summary>
    None,
    Staging,
    Production,

    /// <summary>Deprecated or Archived.</summary>
    Archived,
}
