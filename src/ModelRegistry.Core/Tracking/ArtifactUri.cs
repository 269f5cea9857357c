namespace ModelRegistry.Core.Tracking;

/// <summary>URIs of files that MLflow's clients reach through the server that tracks their runs: <c>mlflow-artifacts:/PATH</c>.</summary>
public static class ArtifactUri
{
    /// <summary>The uppermost folder of what never changes: below it are artifacts by their SHA-256.</summary>
    public const string FrozenFolder = "sha256";

    /// <summary>In front of the digest of an artifact that never changes.</summary>
    public const string Frozen = $"{Scheme}/{FrozenFolder}/";

    private const string Scheme = "mlflow-artifacts:";

    /// <summary>The path that a URI names; null where the files are not on this server.</summary>
    /// <param name="uri">A query is no part of the path.</param>
    /// <param name="host">What the caller calls this server, with the port: a URI may name it.</param>
    /// <exception cref="TrackingException">It names a path that can be none.</exception>
    public static string? PathIn(string uri, string host)
    {
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = uri[Scheme.Length..].Split('?', '#')[0];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var authority = rest[2..].Split('/')[0];
            if (authority.Length > 0 && !string.Equals(authority, host, StringComparison.OrdinalIgnoreCase))
                return null;
            rest = rest[(2 + authority.Length)..];
        }

        return ArtifactPath.ParseFolder(string.Join('/', rest.Split('/', StringSplitOptions.RemoveEmptyEntries)));
    }
}
