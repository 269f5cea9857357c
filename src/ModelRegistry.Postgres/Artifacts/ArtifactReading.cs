namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Reads artifacts that are wanted whole.</summary>
public static class ArtifactReading
{
    /// <summary>The longest artifact that is read into memory, in bytes: 512 MiB.</summary>
    public const long MaxWhole = 512L << 20;

    /// <summary>The whole content, its digest verified; null when nothing is stored under the digest.</summary>
    /// <exception cref="CorruptArtifactException">The content is not what the digest says.</exception>
    /// <exception cref="ArtifactTooLargeException">It is longer than <see cref="MaxWhole"/>.</exception>
    public static async Task<byte[]?> ReadAsync(this IArtifactStore store, string digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using var content = await store.OpenAsync(digest, cancellationToken);
        if (content is null)
            return null;
        if (content.Length > MaxWhole)
            throw new ArtifactTooLargeException(MaxWhole);
        var whole = new byte[content.Length];
        await content.ReadExactlyAsync(whole, cancellationToken);
        // Also what has no bytes is verified: at its end.
        _ = await content.ReadAsync(new byte[1], cancellationToken);
        return whole;
    }
}
