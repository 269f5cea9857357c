using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>A file that was exported.</summary>
public static class ExportFile
{
    /// <summary>Verifies that a file is whole: every part has the SHA-256 that its sealed manifest says. What the parts say is verified when it is imported.</summary>
    /// <param name="file">Can seek.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImportRefusedException">It is not.</exception>
    public static async Task<ExportManifest> VerifyAsync(Stream file, CancellationToken cancellationToken = default) => (await OpenAsync(file, cancellationToken)).Manifest;

    /// <exception cref="ImportRefusedException">It is not whole.</exception>
    internal static async Task<SealedTarReader<ExportManifest>> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            var tar = await SealedTarReader<ExportManifest>.OpenAsync(file, (_, _) => { }, cancellationToken);
            var wrong = tar.Manifest.Parts.FirstOrDefault(part => ArtifactPart.DigestIn(part.Name) is { } digest && digest != part.Sha256);
            return wrong is null ? tar : throw new SpoiltTarException($"'{wrong.Name}' has the SHA-256 {wrong.Sha256}");
        }
        catch (SpoiltTarException spoilt)
        {
            throw new ImportRefusedException($"the file is no whole export of a registry: {spoilt.Message}", spoilt);
        }
    }
}
