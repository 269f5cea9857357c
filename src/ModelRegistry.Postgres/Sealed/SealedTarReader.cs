using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Sealed;

/// <summary>A sealed tar whose every part has been read and found to be what its manifest says.</summary>
internal sealed class SealedTarReader<TManifest>
    where TManifest : class, ISealedManifest
{
    private const long LongestManifest = 256L * 1024 * 1024;

    /// <summary>More do not fit into the longest manifest.</summary>
    private const int MostParts = (int)(LongestManifest / 128);
    private readonly Stream _file;

    private SealedTarReader(Stream file, TManifest manifest, string sha256) => (_file, Manifest, Sha256) = (file, manifest, sha256);

    public TManifest Manifest { get; }

    /// <summary>SHA-256 (hex) of the manifest, and so of all that is in the file.</summary>
    public string Sha256 { get; }

    /// <param name="file">Can seek; read from its beginning, and kept.</param>
    /// <param name="progress">Told how many bytes of how many were verified.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpoiltTarException">It is not whole, is something else, or was written in a newer format.</exception>
    public static async Task<SealedTarReader<TManifest>> OpenAsync(Stream file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        try
        {
            file.Position = 0;
            return await VerifyAsync(file, progress, cancellationToken);
        }
        // What the reader of tar files throws at files that are none: it names no class of its own for it.
        catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException or EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new SpoiltTarException($"it is damaged or cut short ({damaged.Message})", damaged);
        }
    }

    /// <summary>Hands over the parts that are asked for, in the order of the file.</summary>
    public async Task ReadAsync(Func<SealedPart, bool> wanted, Func<SealedPart, Stream, Task> take, CancellationToken cancellationToken)
    {
        _file.Position = 0;
        await using var tar = new TarReader(_file, leaveOpen: true);
        foreach (var part in Manifest.Parts)
        {
            var content = (await tar.GetNextEntryAsync(copyData: false, cancellationToken))?.DataStream ?? Stream.Null;
            if (wanted(part))
                await take(part, content);
        }
    }

    private static async Task<SealedTarReader<TManifest>> VerifyAsync(Stream file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(file, leaveOpen: true);
        var found = new List<SealedPart>();
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new SpoiltTarException($"it holds '{entry.Name}', a {entry.EntryType}, where only plain files are expected");
            if (string.Equals(entry.Name, SealedTar.Manifest, StringComparison.Ordinal))
                return await ReadManifestAsync(file, tar, entry, found, cancellationToken);
            if (found.Count == MostParts)
                throw new SpoiltTarException($"it holds more than {MostParts} parts");
            if (TManifest.Misplaced(found.LastOrDefault(), entry.Name) is { } why)
                throw new SpoiltTarException(why);
            found.Add(await HashAsync(entry, _ => progress(file.Position, file.Length), cancellationToken));
        }

        throw new SpoiltTarException($"it ends before its {SealedTar.Manifest}");
    }

    private static async Task<SealedPart> HashAsync(TarEntry entry, Action<long> progress, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(entry.DataStream ?? Stream.Null, progress);
        await hashed.CopyToAsync(Stream.Null, cancellationToken);
        var part = hashed.Describe(entry.Name);
        return part.Bytes == entry.Length ? part : throw new SpoiltTarException($"'{entry.Name}' is cut short after {part.Bytes} of {entry.Length} bytes");
    }

    private static async Task<SealedTarReader<TManifest>> ReadManifestAsync(Stream file, TarReader tar, TarEntry entry, List<SealedPart> found, CancellationToken cancellationToken)
    {
        if (entry.Length > LongestManifest)
            throw new SpoiltTarException($"its {SealedTar.Manifest} is longer than {LongestManifest} bytes");
        await using var hashed = new HashedStream(entry.DataStream ?? Stream.Null);
        var json = new MemoryStream();
        await hashed.CopyToAsync(json, cancellationToken);
        var sha256 = hashed.Describe(SealedTar.Manifest).Sha256;
        await MustBeSealedAsync(tar, SealedTar.SealOf(sha256), cancellationToken);
        var manifest = Parse(json.ToArray());
        if (manifest.Format < 1 || manifest.Format > TManifest.NewestFormat)
            throw new SpoiltTarException($"it is of format {manifest.Format}, this program reads format {TManifest.NewestFormat}: read it with the version that made it");
        MustBe(manifest.Parts, found);
        return new(file, manifest, sha256);
    }

    private static async Task MustBeSealedAsync(TarReader tar, string seal, CancellationToken cancellationToken)
    {
        var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        if (entry is null || !string.Equals(entry.Name, SealedTar.Seal, StringComparison.Ordinal) || entry.Length != seal.Length || entry.DataStream is null)
            throw new SpoiltTarException($"it ends before its {SealedTar.Seal}");
        var bytes = new byte[seal.Length];
        await entry.DataStream.ReadExactlyAsync(bytes, cancellationToken);
        if (!string.Equals(Encoding.ASCII.GetString(bytes), seal, StringComparison.Ordinal))
            throw new SpoiltTarException($"its {SealedTar.Manifest} is not the one that was sealed");
    }

    private static TManifest Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<TManifest>(json, RegistryJson.Options) ?? throw new SpoiltTarException($"its {SealedTar.Manifest} is null");
        }
        catch (JsonException wrong)
        {
            throw new SpoiltTarException($"its {SealedTar.Manifest} is of another format ({wrong.Message}): read it with the version that made it");
        }
    }

    private static void MustBe(ImmutableArray<SealedPart> said, List<SealedPart> found)
    {
        foreach (var (expected, actual) in said.Zip(found))
        {
            if (!string.Equals(expected.Name, actual.Name, StringComparison.Ordinal))
                throw new SpoiltTarException($"'{actual.Name}' stands where its manifest says '{expected.Name}'");
            if (expected != actual)
                throw new SpoiltTarException($"'{expected.Name}' is damaged: SHA-256 {actual.Sha256} over {actual.Bytes} bytes, by the manifest {expected.Sha256} over {expected.Bytes}");
        }

        if (said.Length != found.Count)
            throw new SpoiltTarException($"it holds {found.Count} parts, by its manifest {said.Length}");
    }
}
