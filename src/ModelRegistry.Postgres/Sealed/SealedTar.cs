namespace ModelRegistry.Postgres.Sealed;

/// <summary>
/// A tar of plain files whose last two are <c>manifest.json</c>, which names all others with their SHA-256, and <c>manifest.sha256</c>, which seals it and can be
/// checked by hand with <c>sha256sum -c</c>.
/// </summary>
internal static class SealedTar
{
    public const string Manifest = "manifest.json";
    public const string Seal = "manifest.sha256";

    public static string SealOf(string manifestSha256) => $"{manifestSha256}  {Manifest}\n";
}
