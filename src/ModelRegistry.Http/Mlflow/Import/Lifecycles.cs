namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>What experiments and runs of another server have in common.</summary>
internal static class Lifecycles
{
    private const string Proxied = "mlflow-artifacts:";

    /// <summary>Whether the server hands out the files at that URI itself.</summary>
    public static bool IsProxied(string? uri) => uri?.StartsWith(Proxied, StringComparison.Ordinal) == true;

    public static bool IsDeleted(MlflowMessage given) => given.Text("lifecycle_stage") == "deleted";
}
