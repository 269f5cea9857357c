using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>An export that only has to be sent.</summary>
public sealed class PreparedExport : IAsyncDisposable
{
    private readonly TransferArtifacts _artifacts;
    private readonly SortedDictionary<string, long> _digests = new(StringComparer.Ordinal);
    private readonly List<(string Name, long Begin, long Length)> _streams = [];
    private ExportManifest _manifest;

    internal PreparedExport(FileStream spool, TransferArtifacts artifacts, Guid? model, DateTimeOffset at)
    {
        (Spool, _artifacts) = (spool, artifacts);
        _manifest = new() { Format = ExportManifest.CurrentFormat, TakenAt = at, Model = model, Streams = 0, Events = 0, Artifacts = 0, Parts = [] };
    }

    /// <summary>The lines of all streams, one after the other.</summary>
    internal FileStream Spool { get; }

    /// <summary>Writes the file. Without its end, the seal, it is none.</summary>
    /// <param name="output">Need not be able to seek.</param>
    /// <exception cref="CorruptArtifactException">An artifact is not what its digest says.</exception>
    /// <exception cref="ExportRefusedException">An artifact has gone meanwhile.</exception>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        var tar = new SealedTarWriter(output, _manifest.TakenAt);
        foreach (var (digest, size) in _digests)
        {
            await using var content = await _artifacts.OpenAsync(digest, cancellationToken);
            var part = await AddAsync(tar, ArtifactPart.NameOf(digest), content, size, cancellationToken);
            if (!string.Equals(part.Sha256, digest, StringComparison.Ordinal))
                throw new CorruptArtifactException(digest, part.Sha256);
        }

        foreach (var (name, begin, length) in _streams)
        {
            Spool.Position = begin;
            await AddAsync(tar, name, Spool, length, cancellationToken);
        }

        await tar.SealAsync(_manifest with { Artifacts = _digests.Count, Parts = [.. tar.Parts] }, cancellationToken);
    }

    public ValueTask DisposeAsync() => Spool.DisposeAsync();

    /// <summary>Takes a stream in whose lines are the end of the spool.</summary>
    internal async Task KeepAsync(StreamStory story, long begin, bool withArtifacts, CancellationToken cancellationToken)
    {
        _streams.Add((ExportLayout.NameOf(story.Stream), begin, Spool.Position - begin));
        _manifest = _manifest with { Streams = _manifest.Streams + 1, Events = _manifest.Events + story.Version };
        foreach (var digest in withArtifacts && story is ModelStory model ? model.Artifacts : [])
        {
            await KeepAsync(digest, story, cancellationToken);
            foreach (var file in await _artifacts.FilesOfAsync(digest, cancellationToken))
                await KeepAsync(file, story, cancellationToken);
        }
    }

    private async Task KeepAsync(string digest, StreamStory story, CancellationToken cancellationToken)
    {
        if (!_digests.ContainsKey(digest))
            _digests[digest] = await _artifacts.FindAsync(digest, cancellationToken)
                ?? throw new ExportRefusedException($"a version of '{story.Name}' needs the artifact {digest}, which is not in the store; upload it again, or export without artifacts");
    }

    private static async Task<SealedPart> AddAsync(SealedTarWriter tar, string name, Stream content, long length, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(content, length: length);
        return await tar.AddAsync(name, hashed, cancellationToken);
    }
}
