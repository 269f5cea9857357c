namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>What another server says of its experiments and runs alike.</summary>
internal static class OtherServerWords
{
    private const string Proxied = "mlflow-artifacts:";

    /// <summary>Whether the server hands out the files at that URI itself.</summary>
    public static bool IsProxied(string? uri) => uri?.StartsWith(Proxied, StringComparison.Ordinal) == true;

    public static bool IsDeleted(MlflowMessage given) => given.Text("lifecycle_stage") == "deleted";
}
