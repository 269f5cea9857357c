using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Sealed;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Verifies the streams of a file, holds them against those that are here, and decides what is to become of each. It writes nothing.</summary>
internal sealed class ImportPlanner(NpgsqlDataSource database, TransferArtifacts artifacts, SealedTarReader<ExportManifest> file)
{
    private readonly HashSet<string> _inFile = file.Manifest.Parts.Select(part => BackupLayout.DigestIn(part.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <exception cref="ImportRefusedException">A stream is not one that a registry wrote.</exception>
    public async Task<ImmutableArray<PlannedStream>> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = ImmutableArray.CreateBuilder<PlannedStream>();
        await file.ReadAsync(
            part => ExportLayout.StreamIn(part.Name) is not null,
            async (part, lines) => plan.Add(await PlanAsync(part, lines, cancellationToken)),
            cancellationToken);
        return await NameClaims.SettleAsync(database, plan.ToImmutable(), cancellationToken);
    }

    private async Task<PlannedStream> PlanAsync(SealedPart part, Stream lines, CancellationToken cancellationToken)
    {
        var story = StreamStory.Of(ExportLayout.StreamIn(part.Name)!.Value);
        var here = await ReadHashesAsync(story.Stream, cancellationToken);
        var other = await CompareAsync(story, lines, here, cancellationToken);
        if ((story.Version == 0 ? "it has no events" : story.Unfinished) is { } why)
            throw new ImportRefusedException($"'{part.Name}' is not imported: {why}");
        var needs = story is ModelStory model ? await MissingAsync(model.ArtifactsAfter(here.Count), cancellationToken) : [];
        var planned = new PlannedStream
        {
            Stream = story.Stream,
            Name = story.Name,
            LiveName = story.LiveName,
            ModelId = (story as ExperimentStory)?.ModelId,
            From = Math.Min(here.Count, story.Version),
            To = story.Version,
            Head = story.Head,
            Needs = needs,
        };
        if (other is not null)
            return planned with { Conflict = Diverged(planned, other, here[(int)other.Version - 1]) };
        return needs.FirstOrDefault(digest => !_inFile.Contains(digest)) is { } missing ? planned with { Conflict = Missing(planned, missing) } : planned;
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
            if (await artifacts.FindAsync(digest, cancellationToken) is null)
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
