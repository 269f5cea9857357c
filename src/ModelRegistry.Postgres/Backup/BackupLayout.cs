using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Backup;

/// <summary>
/// The parts of a backup, in this order: <c>database.dump</c> (pg_dump's custom format), the artifacts, <c>manifest.json</c>, and
/// <c>manifest.sha256</c>, which seals it and can be checked by hand with <c>sha256sum -c</c>. An artifact's name is its SHA-256.
/// </summary>
internal static partial class BackupLayout
{
    public const string Database = "database.dump";
    public const string Manifest = "manifest.json";
    public const string Seal = "manifest.sha256";

    public static string NameOf(string digest) => $"artifacts/{digest[..2]}/{digest[2..4]}/{digest}";

    public static string SealOf(string manifestSha256) => $"{manifestSha256}  {Manifest}\n";

    public static bool IsDatabase(BackupPart part) => string.Equals(part.Name, Database, StringComparison.Ordinal);

    /// <summary>The digest that the name of an artifact holds; null for any other name.</summary>
    public static string? DigestIn(string name) =>
        Artifact().Match(name) is { Success: true } match && string.Equals(NameOf(match.Groups["digest"].Value), name, StringComparison.Ordinal)
            ? match.Groups["digest"].Value
            : null;

    [GeneratedRegex("^artifacts/[0-9a-f]{2}/[0-9a-f]{2}/(?<digest>[0-9a-f]{64})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Artifact();
}
