using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Sealed;

/// <summary>Writes a sealed tar, part by part.</summary>
/// <param name="output">Where to; left open. Where it cannot seek, the length of every part has to be known before.</param>
/// <param name="at">The time that all parts carry.</param>
internal sealed class SealedTarWriter(Stream output, DateTimeOffset at)
{
    // Of the formats of tar, this one takes a part of any size whose length is known only at its end.
    private readonly TarWriter _tar = new(output, TarEntryFormat.Gnu, leaveOpen: true);
    private readonly List<SealedPart> _parts = [];

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<SealedPart> Parts => _parts;

    /// <summary>Adds one part, read to its end.</summary>
    public async Task<SealedPart> AddAsync(string name, HashedStream content, CancellationToken cancellationToken)
    {
        var entry = new GnuTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            ModificationTime = at,
            AccessTime = at,
            ChangeTime = at,
        };
        await _tar.WriteEntryAsync(entry, cancellationToken);
        var part = content.Describe(name);
        _parts.Add(part);
        return part;
    }

    /// <summary>Adds the manifest and its seal, and ends the file.</summary>
    public async Task SealAsync<TManifest>(TManifest manifest, CancellationToken cancellationToken)
        where TManifest : ISealedManifest
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, RegistryJson.Options);
        await AddAsync(SealedTar.Manifest, json, cancellationToken);
        await AddAsync(SealedTar.Seal, Encoding.ASCII.GetBytes(SealedTar.SealOf(Convert.ToHexStringLower(SHA256.HashData(json)))), cancellationToken);
        await _tar.DisposeAsync();
    }

    private async Task AddAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(new MemoryStream(content), length: content.Length);
        await AddAsync(name, hashed, cancellationToken);
    }
}
