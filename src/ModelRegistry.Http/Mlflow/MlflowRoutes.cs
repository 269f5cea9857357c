using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Where MLflow's clients call. They understand errors of their own shape only.</summary>
internal static class MlflowRoutes
{
    /// <summary>A file of a run, for the web page of MLflow.</summary>
    public const string FileOfRun = "/get-artifact";

    /// <summary>A file of a version, for the web page of MLflow.</summary>
    public const string FileOfVersion = "/model-versions/get-artifact";

    /// <summary>Of the clients, and of the web page of MLflow.</summary>
    public static readonly string[] Bases = ["/api/2.0/mlflow", "/ajax-api/2.0/mlflow"];

    /// <summary>The same, for the files of runs.</summary>
    public static readonly string[] FileBases = ["/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts"];

    private static readonly string[] All = [.. Bases, .. FileBases, FileOfRun, FileOfVersion];

    public static bool Has(PathString path) => Array.Exists(All, @base => path.StartsWithSegments(@base, StringComparison.Ordinal));
}
