using System.Text.Json;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>
/// Makes files that other registries import: the streams of models and of A/B tests that have ended, every event as it is stored, and what the versions
/// need of artifacts. A test that runs belongs to the traffic of its registry and stays there.
/// </summary>
public sealed class RegistryExport
{
    private readonly NpgsqlDataSource _database;
    private readonly TransferArtifacts _artifacts;
    private readonly SpoolFolder _spool;
    private readonly TimeProvider _clock;

    internal RegistryExport(NpgsqlDataSource database, TransferArtifacts artifacts, SpoolFolder spool, TimeProvider clock) =>
        (_database, _artifacts, _spool, _clock) = (database, artifacts, spool, clock);

    /// <summary>Reads and verifies all that is to be exported, as it is at one moment; nothing is held in the database afterwards.</summary>
    /// <param name="model">The only model, with its A/B tests; null for all, those that were deleted too.</param>
    /// <param name="withArtifacts">Whether the artifacts and profiles of the versions are in it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ExportRefusedException">A chain does not hold, or an artifact is missing.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<PreparedExport> PrepareAsync(Guid? model, bool withArtifacts, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                var export = new PreparedExport(_spool.Create(), _artifacts, model, _clock.GetUtcNow());
                try
                {
                    await using var dump = await StreamDump.BeginAsync(_database, cancellationToken);
                    foreach (var (stream, head) in await dump.ListAsync(model, cancellationToken))
                        await AddAsync(export, dump, stream, head, withArtifacts, cancellationToken);
                    return export;
                }
                catch
                {
                    await export.DisposeAsync();
                    throw;
                }
            },
            "reading what is to be exported");

    private static async Task AddAsync(PreparedExport export, StreamDump dump, StreamId stream, StreamHead head, bool withArtifacts, CancellationToken cancellationToken)
    {
        var begin = export.Spool.Position;
        var story = StreamStory.Of(stream);
        try
        {
            await foreach (var command in dump.ReadAsync(stream, cancellationToken))
            {
                story.Add(command);
                await ExportedLines.WriteAsync(export.Spool, command, cancellationToken);
            }
        }
        catch (Exception broken) when (broken is BrokenStreamException or JsonException or FormatException)
        {
            throw new ExportRefusedException($"{stream} cannot be exported ({broken.Message}); verify the log of events", broken);
        }

        if (story.Version != head.Version || !story.Head.Span.SequenceEqual(head.Hash.Span))
            throw new ExportRefusedException($"{stream} cannot be exported: its events end at version {story.Version}, its head is at {head.Version}; verify the log of events");
        if (story.Unfinished is null)
            await export.KeepAsync(story, begin, withArtifacts, cancellationToken);
        else
            export.Spool.Position = begin;
    }
}
