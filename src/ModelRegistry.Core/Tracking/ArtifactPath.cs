using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Core.Tracking;

/// <summary>
/// Paths of the files that MLflow's clients keep in the server, such as <c>1/01a2…/artifacts/model/MLmodel</c>. They are keys; none ever becomes the path of a file here.
/// </summary>
public static class ArtifactPath
{
    /// <summary>
    /// The path as clients mean it: decoded until nothing changes, as they do with every name that is listed to them, so that what is put under a path is found there. One slash at the end does no harm.
    /// </summary>
    /// <exception cref="TrackingException">It can be none.</exception>
    public static string Parse(string given)
    {
        var path = PercentEncoding.Plain(given) ?? throw Invalid(given, "is percent-encoded too often");
        if (path.EndsWith('/'))
            path = path[..^1];
        return Fault(path) is { } fault ? throw Invalid(given, fault) : path;
    }

    /// <summary>The same for a folder, which may be the uppermost one: the empty path.</summary>
    /// <exception cref="TrackingException">It can be none.</exception>
    public static string ParseFolder(string? given) => string.IsNullOrEmpty(given) ? "" : Parse(given);

    /// <summary>A path below a folder.</summary>
    public static string Below(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    private static string? Fault(string path)
    {
        if (TreePath.Fault(path) is { } fault)
            return fault;
        if (path.Contains('#', StringComparison.Ordinal))
            return "has a #, where clients end a path";
        if (path is [_, ':', '/', ..] && char.IsAsciiLetter(path[0]))
            return "begins with a drive; a relative path such as model/weights.bin is wanted";
        return HasEscape(path) ? "has percent-encoded bytes that are no UTF-8" : null;
    }

    private static bool HasEscape(ReadOnlySpan<char> path)
    {
        for (var at = path.IndexOf('%'); at >= 0; at = path.IndexOf('%'))
        {
            path = path[(at + 1)..];
            if (path is [var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low))
                return true;
        }

        return false;
    }

    private static TrackingException Invalid(string given, string why) => TrackingException.Invalid($"Invalid path: '{TrackingRules.Shortened(given)}' {why}.");
}
