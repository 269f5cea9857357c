namespace ModelRegistry.Core.Tracking;

/// <summary>Where the files of a version come from, as MLflow's clients say it: a URI, a path, or another version.</summary>
public static class ModelSource
{
    private const string Models = "models:";
    private const string File = "file:";

    /// <summary>The version that a source such as <c>models:/name/3</c> names; null when the source is of another kind.</summary>
    /// <exception cref="TrackingException">It begins so, but names no version by its number.</exception>
    public static (string Model, int Number)? TryParseVersion(string source)
    {
        if (!source.StartsWith(Models, StringComparison.Ordinal))
            return null;
        var path = source[Models.Length..].TrimStart('/');
        var slash = path.LastIndexOf('/');
        return slash > 0 && path[(slash + 1)..].All(char.IsAsciiDigit) && int.TryParse(path.AsSpan(slash + 1), out var number)
            ? (path[..slash], number)
            : throw Invalid(source, "a version that is copied is named by its model and number, as in models:/name/1");
    }

    /// <summary>Holds a source to what a caller may name.</summary>
    /// <param name="source">A URI or a path.</param>
    /// <param name="runArtifacts">Where the run has its artifacts; null where no run is named.</param>
    /// <exception cref="TrackingException">It leads up with <c>..</c>, or is a local path that is not below the run's artifacts.</exception>
    public static void Check(string source, string? runArtifacts)
    {
        if (LeadsUp(source))
            throw Invalid(source, "'..' is not allowed in it");
        if (LocalPath(source) is not { } path)
            return;
        var root = runArtifacts is null ? null : LocalPath(runArtifacts);
        if (root is null || !$"{PathName.Normal(path)}/".StartsWith($"{PathName.Normal(root)}/", StringComparison.Ordinal))
            throw Invalid(source, "a local path can be the source only of a version whose run_id is given, and has to be below the artifacts of that run");
    }

    private static bool LeadsUp(string source) =>
        PercentEncoding.Plain(source) is not { } plain || plain.Split('/', '\\', '?', '#').Contains("..", StringComparer.Ordinal);

    /// <summary>The path of what has no scheme, the scheme <c>file</c> or a drive's letter; null for other URIs.</summary>
    private static string? LocalPath(string uri)
    {
        if (uri.StartsWith(File, StringComparison.OrdinalIgnoreCase))
        {
            var path = uri[File.Length..];
            return path.StartsWith("//", StringComparison.Ordinal) && path.IndexOf('/', 2) is var start and > 0 ? path[start..] : path;
        }

        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(uri[0]) && uri.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0 ? null : uri;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

    private static TrackingException Invalid(string source, string why) => TrackingException.Invalid($"Invalid model version source: '{source}'; {why}.");
}
