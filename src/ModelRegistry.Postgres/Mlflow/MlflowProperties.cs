namespace ModelRegistry.Postgres.Mlflow;

/// <summary>Properties of a version that say what MLflow's clients said of it.</summary>
public static class MlflowProperties
{
    /// <summary>As in <see cref="RegisteredModelVersion.Source"/>.</summary>
    public const string Source = "mlflow.source";

    /// <summary>As in <see cref="RegisteredModelVersion.Location"/>; only where that is not the source.</summary>
    public const string Location = "mlflow.location";

    /// <summary>Of a copy, what the client had said of the version that was copied first.</summary>
    public const string Origin = "mlflow.origin";

    public const string RunLink = "mlflow.run_link";

    /// <summary>When the server that a version was imported from had made it; ISO 8601.</summary>
    public const string ImportedCreated = "mlflow.imported.created";

    /// <summary>Who had made it there.</summary>
    public const string ImportedUser = "mlflow.imported.user";
}
