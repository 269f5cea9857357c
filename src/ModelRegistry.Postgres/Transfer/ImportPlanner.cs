using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Sealed;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Verifies the streams of a file, holds them against those that are here, and decides what is to become of each. It writes nothing.</summary>
internal sealed class ImportPlanner(NpgsqlDataSource database, TransferArtifacts artifacts, SealedTarReader<ExportManifest> file)
{
    private readonly HashSet<string> _inFile = file.Manifest.Parts.Select(part => ArtifactPart.DigestIn(part.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _here = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArtifactTree> _trees = new(StringComparer.Ordinal);

    /// <summary>The trees in the file, by their digest.</summary>
    public IReadOnlyDictionary<string, ArtifactTree> Trees => _trees;

    /// <exception cref="ImportRefusedException">A stream is not one that a registry wrote.</exception>
    public async Task<ImmutableArray<PlannedStream>> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = new List<PlannedStream>();
        await file.ReadAsync(
            part => ExportLayout.StreamIn(part.Name) is not null,
            async (part, lines) => plan.Add(await PlanAsync(part, lines, cancellationToken)),
            cancellationToken);
        await ReadTreesAsync(plan.SelectMany(planned => planned.Artifacts).ToHashSet(StringComparer.Ordinal), cancellationToken);
        for (var i = 0; i < plan.Count; i++)
            plan[i] = await WithFilesAsync(plan[i], cancellationToken);
        return await NameClaims.SettleAsync(database, [.. plan], cancellationToken);
    }

    private async Task<PlannedStream> PlanAsync(SealedPart part, Stream lines, CancellationToken cancellationToken)
    {
        var story = StreamStory.Of(ExportLayout.StreamIn(part.Name)!.Value);
        var here = await ReadHashesAsync(story.Stream, cancellationToken);
        var other = await CompareAsync(story, lines, here, cancellationToken);
        if ((story.Version == 0 ? "it has no events" : story.Unfinished) is { } why)
            throw new ImportRefusedException($"'{part.Name}' is not imported: {why}");
        var planned = new PlannedStream
        {
            Stream = story.Stream,
            Name = story.Name,
            LiveName = story.LiveName,
            ModelId = (story as ExperimentStory)?.ModelId,
            From = Math.Min(here.Count, story.Version),
            To = story.Version,
            Head = story.Head,
            Artifacts = story is ModelStory model ? [.. model.WantedAfter(here.Count)] : [],
        };
        return other is null ? planned : planned with { Conflict = Diverged(planned, other, here[(int)other.Version - 1]) };
    }

    private Task ReadTreesAsync(HashSet<string> needed, CancellationToken cancellationToken) => file.ReadAsync(
        part => part.Bytes <= ArtifactTree.MaxBytes && ArtifactPart.DigestIn(part.Name) is { } digest && needed.Contains(digest),
        async (part, content) =>
        {
            using var document = new MemoryStream();
            await content.CopyToAsync(document, cancellationToken);
            if (ArtifactTree.Read(document.GetBuffer().AsSpan(0, (int)document.Length)) is { } tree)
                _trees.Add(part.Sha256, tree);
        },
        cancellationToken);

    /// <summary>A tree needs its files. All that is needed has to be here or in the file.</summary>
    private async Task<PlannedStream> WithFilesAsync(PlannedStream planned, CancellationToken cancellationToken)
    {
        var files = planned.Artifacts.Where(_trees.ContainsKey).SelectMany(tree => _trees[tree].Files).Select(one => one.Digest);
        planned = planned with { Artifacts = [.. planned.Artifacts.Union(files, StringComparer.Ordinal)] };
        planned = planned with { Needs = await MissingAsync(planned.Artifacts, cancellationToken) };
        return planned.Conflict is null && planned.Needs.FirstOrDefault(digest => !_inFile.Contains(digest)) is { } missing
            ? planned with { Conflict = Missing(planned, missing) }
            : planned;
    }

    /// <returns>The first event that is another one here.</returns>
    private static async Task<StoredEvent?> CompareAsync(StreamStory story, Stream lines, IReadOnlyList<byte[]> here, CancellationToken cancellationToken)
    {
        StoredEvent? other = null;
        try
        {
            await foreach (var command in ExportedLines.ReadAsync(lines, cancellationToken))
                other = story.Add(command).Aggregate(other, (found, stored) => found ?? (Differs(stored, here) ? stored : null));
            return other;
        }
        catch (Exception broken) when (broken is BrokenStreamException or JsonException or FormatException)
        {
            throw new ImportRefusedException($"'{ExportLayout.NameOf(story.Stream)}' is not what a registry wrote: {broken.Message}", broken);
        }
    }

    private static bool Differs(StoredEvent stored, IReadOnlyList<byte[]> here) => stored.Version <= here.Count && !stored.Hash.Span.SequenceEqual(here[(int)stored.Version - 1]);

    private async Task<ImmutableArray<string>> MissingAsync(IEnumerable<string> digests, CancellationToken cancellationToken)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var digest in digests)
        {
            if (!_here.TryGetValue(digest, out var here))
                _here[digest] = here = await artifacts.FindAsync(digest, cancellationToken) is not null;
            if (!here)
                missing.Add(digest);
        }

        return missing.ToImmutable();
    }

    private async Task<IReadOnlyList<byte[]>> ReadHashesAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = database.Command("SELECT hash FROM events WHERE stream_kind = $1 AND stream_id = $2 ORDER BY version", stream.Kind, stream.Id);
        return await command.ListAsync(row => row.GetFieldValue<byte[]>(0), cancellationToken);
    }

    private static ImportConflict Diverged(PlannedStream planned, StoredEvent other, byte[] here) =>
        ImportConflict.Of(planned.Stream, planned.Name, ImportConflictKind.Diverged, FormattableString.Invariant($"its event {other.Version} is another one here: the two went different ways since")) with
        {
            Version = other.Version,
            Here = Convert.ToHexStringLower(here),
            InFile = Convert.ToHexStringLower(other.Hash.Span),
        };

    private static ImportConflict Missing(PlannedStream planned, string digest) =>
        ImportConflict.Of(planned.Stream, planned.Name, ImportConflictKind.ArtifactMissing, $"a version needs the artifact {digest}, which is neither here nor in the file; export it with artifacts") with { Digest = digest };
}
