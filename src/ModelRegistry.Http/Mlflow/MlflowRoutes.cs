using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Where MLflow's clients call. They understand errors of their own shape only.</summary>
internal static class MlflowRoutes
{
    /// <summary>Of the clients, and of the web page of MLflow.</summary>
    public static readonly string[] Bases = ["/api/2.0/mlflow", "/ajax-api/2.0/mlflow"];

    public static bool Has(PathString path) => Array.Exists(Bases, @base => path.StartsWithSegments(@base, StringComparison.Ordinal));
}
