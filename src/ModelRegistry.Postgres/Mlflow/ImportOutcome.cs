namespace ModelRegistry.Postgres.Mlflow;

/// <summary>What became of a thing of another MLflow server.</summary>
public enum ImportOutcome
{
    /// <summary>It was not here.</summary>
    Added,

    /// <summary>It is here, and was not touched.</summary>
    Here,

    /// <summary>It is not here; nothing was asked for but that.</summary>
    Missing,
}
