using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Backup;

/// <summary>A backup whose every part has been read and found to be what its manifest says.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const long LongestManifest = 256L * 1024 * 1024;
    private readonly FileStream _file;

    private BackupReader(FileStream file, BackupManifest manifest)
    {
        _file = file;
        Manifest = manifest;
    }

    public BackupManifest Manifest { get; }

    /// <exception cref="BackupException">The file cannot be read, is no backup, is not whole, or was written in a newer format.</exception>
    public static async Task<BackupReader> OpenAsync(string path, Action<long, long> progress, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024, useAsync: false);
            var manifest = await VerifyAsync(file, progress, cancellationToken);
            return new BackupReader(file, manifest);
        }
        catch (Exception exception)
        {
            if (file is not null)
                await file.DisposeAsync();
            throw exception switch
            {
                Spoilt spoilt => new BackupException($"{path} is no whole backup of a registry: {spoilt.Message}. Nothing was restored from it", spoilt),
                // What the reader of tar files throws at files that are none: it names no class of its own for it.
                InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException =>
                    new BackupException($"{path} is no whole backup of a registry: it is damaged or cut short ({exception.Message}). Nothing was restored from it", exception),
                IOException or UnauthorizedAccessException => new BackupException($"{path} cannot be read: {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    /// <summary>Hands over the parts that are asked for, in the order of the file.</summary>
    public async Task ReadAsync(Func<BackupPart, bool> wanted, Func<BackupPart, Stream, Task> take, CancellationToken cancellationToken)
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

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<BackupManifest> VerifyAsync(FileStream file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(file, leaveOpen: true);
        var found = new List<BackupPart>();
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new Spoilt($"it holds '{entry.Name}', a {entry.EntryType}: a backup holds plain files only");
            if (string.Equals(entry.Name, BackupLayout.Manifest, StringComparison.Ordinal))
                return await ReadManifestAsync(tar, entry, found, cancellationToken);
            MustBelong(entry.Name, found);
            found.Add(await HashAsync(entry, _ => progress(file.Position, file.Length), cancellationToken));
        }

        throw new Spoilt($"it ends before its {BackupLayout.Manifest}");
    }

    /// <summary>One database, then artifacts in the order of their names, so that none comes twice.</summary>
    private static void MustBelong(string name, List<BackupPart> found)
    {
        if (found.Count == 0 ? !string.Equals(name, BackupLayout.Database, StringComparison.Ordinal) : BackupLayout.DigestIn(name) is null)
            throw new Spoilt($"it holds '{name}', which has no place in a backup{(found.Count == 0 ? $" before {BackupLayout.Database}" : "")}");
        if (found.Count > 1 && string.CompareOrdinal(found[^1].Name, name) >= 0)
            throw new Spoilt($"'{name}' is out of order");
    }

    private static async Task<BackupPart> HashAsync(TarEntry entry, Action<long> progress, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(entry.DataStream ?? Stream.Null, progress);
        await hashed.CopyToAsync(Stream.Null, cancellationToken);
        var part = hashed.Describe(entry.Name);
        return part.Bytes == entry.Length ? part : throw new Spoilt($"'{entry.Name}' is cut short after {part.Bytes} of {entry.Length} bytes");
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarReader tar, TarEntry entry, List<BackupPart> found, CancellationToken cancellationToken)
    {
        if (entry.Length > LongestManifest)
            throw new Spoilt($"its {BackupLayout.Manifest} is longer than {LongestManifest} bytes");
        await using var hashed = new HashedStream(entry.DataStream ?? Stream.Null);
        var json = new MemoryStream();
        await hashed.CopyToAsync(json, cancellationToken);
        await MustBeSealedAsync(tar, BackupLayout.SealOf(hashed.Describe(BackupLayout.Manifest).Sha256), cancellationToken);
        var manifest = Parse(json.ToArray());
        if (manifest.Format is < 1 or > BackupManifest.CurrentFormat)
            throw new Spoilt($"it is of format {manifest.Format}, this program reads format {BackupManifest.CurrentFormat}: restore it with the version that made it");
        MustBe(manifest.Parts, found);
        return manifest;
    }

    private static async Task MustBeSealedAsync(TarReader tar, string seal, CancellationToken cancellationToken)
    {
        var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        if (entry is null || !string.Equals(entry.Name, BackupLayout.Seal, StringComparison.Ordinal) || entry.Length != seal.Length || entry.DataStream is null)
            throw new Spoilt($"it ends before its {BackupLayout.Seal}");
        var bytes = new byte[seal.Length];
        await entry.DataStream.ReadExactlyAsync(bytes, cancellationToken);
        if (!string.Equals(Encoding.ASCII.GetString(bytes), seal, StringComparison.Ordinal))
            throw new Spoilt($"its {BackupLayout.Manifest} is not the one that was sealed");
    }

    private static BackupManifest Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(json, RegistryJson.Options) ?? throw new Spoilt($"its {BackupLayout.Manifest} is null");
        }
        catch (JsonException wrong)
        {
            throw new Spoilt($"its {BackupLayout.Manifest} is of another format ({wrong.Message}): restore it with the version that made it");
        }
    }

    private static void MustBe(ImmutableArray<BackupPart> said, List<BackupPart> found)
    {
        if (found.Count == 0)
            throw new Spoilt($"it holds no {BackupLayout.Database}");
        foreach (var (expected, actual) in said.Zip(found))
        {
            if (!string.Equals(expected.Name, actual.Name, StringComparison.Ordinal))
                throw new Spoilt($"'{actual.Name}' stands where its manifest says '{expected.Name}'");
            if (expected != actual)
                throw new Spoilt($"'{expected.Name}' is damaged: SHA-256 {actual.Sha256} over {actual.Bytes} bytes, by the manifest {expected.Sha256} over {expected.Bytes}");
        }

        if (said.Length != found.Count)
            throw new Spoilt($"it holds {found.Count} parts, by its manifest {said.Length}");
    }

    /// <summary>What is wrong with the file, in words.</summary>
    private sealed class Spoilt(string message) : Exception(message);
}
