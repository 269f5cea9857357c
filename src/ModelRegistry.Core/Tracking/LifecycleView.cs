namespace ModelRegistry.Core.Tracking;

/// <summary>Which runs or experiments a search looks at; the numbers are those of the MLflow protocol.</summary>
public enum LifecycleView
{
    ActiveOnly = 1,
    DeletedOnly = 2,
    All = 3,
}
