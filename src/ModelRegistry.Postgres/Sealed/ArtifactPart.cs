using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Sealed;

/// <summary>Artifacts as parts of a sealed tar: an artifact's name is its SHA-256.</summary>
internal static partial class ArtifactPart
{
    public static string NameOf(string digest) => $"artifacts/{digest[..2]}/{digest[2..4]}/{digest}";

    /// <summary>The digest that the name of an artifact holds; null for any other name.</summary>
    public static string? DigestIn(string name) =>
        Artifact().Match(name) is { Success: true } match && string.Equals(NameOf(match.Groups["digest"].Value), name, StringComparison.Ordinal)
            ? match.Groups["digest"].Value
            : null;

    [GeneratedRegex("^artifacts/[0-9a-f]{2}/[0-9a-f]{2}/(?<digest>[0-9a-f]{64})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Artifact();
}
