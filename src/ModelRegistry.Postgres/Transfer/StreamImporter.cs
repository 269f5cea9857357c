using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>
/// Appends what a stream lacks, in one transaction: every command with the time, actor and id it had, what follows from it in the tables, and an entry that
/// says who imported it. Nobody is notified of what happened elsewhere, long ago.
/// </summary>
internal sealed class StreamImporter(NpgsqlDataSource database, IEnumerable<IProjection> projections, ImportRequest request, string file)
{
    private const int StatementsAtOnce = 200, BytesAtOnce = 4 << 20;
    private readonly ILookup<string, IProjection> _projections = projections.ToLookup(one => one.StreamKind, StringComparer.Ordinal);

    /// <param name="planned">To be written.</param>
    /// <param name="lines">Its lines, verified.</param>
    /// <param name="cancellationToken">Ends it; then nothing was written.</param>
    /// <returns>The stream as it was planned, or with why nothing was written.</returns>
    public async Task<PlannedStream> ImportAsync(PlannedStream planned, Stream lines, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            // What holds between streams has to hold when all of this one is there, not after each of its commands.
            await LaterNames.BeginAsync(connection, cancellationToken);
            await AppendAsync(connection, planned, lines, cancellationToken);
            await EnterAsync(connection, planned, cancellationToken);
            await LaterNames.SettleAsync(connection, cancellationToken);
            if (!(await ReadHeadAsync(connection, planned.Stream, cancellationToken)).AsSpan().SequenceEqual(planned.Head.Span))
                return planned.Refused(ImportConflictKind.Refused, "its chain does not come out as it is in the file: the stream that is here is broken; verify the log of events");
            await transaction.CommitAsync(CancellationToken.None);
            return planned;
        }
        catch (PostgresException refusal) when (DatabaseErrors.IsRefusal(refusal) && !DatabaseErrors.IsUnavailable(refusal))
        {
            return Understand(planned, refusal);
        }
    }

    private async Task AppendAsync(NpgsqlConnection connection, PlannedStream planned, Stream lines, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        var (writes, bytes) = (new ProjectionBatch(batch), 0L);
        await foreach (var command in ExportedLines.ReadAsync(lines, cancellationToken))
        {
            if (command.Events.IsEmpty && command.Version >= planned.From)
                Remember(planned.Stream, command, writes);
            else if (command.Version > planned.From)
                Append(Request(planned.Stream, command), batch, writes);
            bytes += command.Result.Bytes.Length + command.Events.Sum(one => (long)one.Payload.Bytes.Length);
            if (batch.BatchCommands.Count < StatementsAtOnce && bytes < BytesAtOnce)
                continue;
            await SendAsync(batch, cancellationToken);
            bytes = 0;
        }

        await SendAsync(batch, cancellationToken);
    }

    private static async Task SendAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
        batch.BatchCommands.Clear();
    }

    private void Append(AppendRequest append, NpgsqlBatch batch, ProjectionBatch writes)
    {
        batch.BatchCommands.Add(AppendStatement.Of([append]));
        foreach (var projection in _projections[append.Stream.Kind])
            projection.Project([CommandEvents.Of(append)], writes);
    }

    /// <summary>A command that changed nothing; it may be known here.</summary>
    private static void Remember(StreamId stream, ExportedCommand command, ProjectionBatch writes) => writes.Write(
        """
        INSERT INTO commands (stream_kind, stream_id, command_id, fingerprint, version, at, result, origin) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING
        """,
        stream.Kind, stream.Id, command.CommandId, command.Fingerprint, command.Version, command.At, command.Result.Bytes.ToArray(), SqlNull.Of(command.Origin));

    private static AppendRequest Request(StreamId stream, ExportedCommand command) => new()
    {
        Stream = stream,
        ExpectedVersion = command.Version - command.Events.Length,
        CommandId = command.CommandId,
        Fingerprint = command.Fingerprint,
        Actor = command.Actor!,
        At = command.At,
        Origin = command.Origin,
        Events = [.. command.Events.Select(one => new NewEvent(one.Type, one.Payload.Bytes))],
        Result = command.Result.Bytes,
    };

    private async Task EnterAsync(NpgsqlConnection connection, PlannedStream planned, CancellationToken cancellationToken)
    {
        var stream = new StreamId(StreamImported.StreamKind, planned.Stream.Id);
        var entry = new StreamImported
        {
            Kind = planned.Stream.Kind,
            From = planned.From,
            To = planned.To,
            Head = Convert.ToHexStringLower(planned.Head.Span),
            File = file,
        };
        var append = new AppendRequest
        {
            Stream = stream,
            ExpectedVersion = await ReadVersionAsync(connection, stream, cancellationToken),
            CommandId = request.CommandId,
            Fingerprint = file,
            Actor = request.Principal,
            At = request.At,
            Origin = request.Origin,
            Events = [new NewEvent(StreamImported.TypeName, JsonSerializer.SerializeToUtf8Bytes(entry, RegistryJson.Options))],
            Result = "{}"u8.ToArray(),
        };
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(AppendStatement.Of([append]));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static PlannedStream Understand(PlannedStream planned, PostgresException refusal) => (refusal.SqlState, refusal.ConstraintName) switch
    {
        (AppendStatement.WrongVersion, _) => planned.Refused(ImportConflictKind.Changed, "it was changed here while the import was at work; import again"),
        (AppendStatement.RepeatedCommand, _) => planned.Refused(ImportConflictKind.Refused, "a command of the file was carried out here already, with another outcome"),
        (_, "models_name_key" or "experiments_name_key") => NameClaims.Taken(planned),
        (_, "version_artifacts_stored") => planned.Refused(ImportConflictKind.ArtifactMissing, "an artifact that was here was collected while the import was at work; import again, with artifacts"),
        var (state, constraint) => planned.Refused(ImportConflictKind.Refused, $"the tables do not take it: {constraint ?? state}: {refusal.MessageText}"),
    };

    private static async Task<byte[]> ReadHeadAsync(NpgsqlConnection connection, StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = Of(connection, "SELECT head FROM streams WHERE kind = $1 AND id = $2", stream);
        return (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<long> ReadVersionAsync(NpgsqlConnection connection, StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = Of(connection, "SELECT version FROM streams WHERE kind = $1 AND id = $2", stream);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private static NpgsqlCommand Of(NpgsqlConnection connection, string sql, StreamId stream) =>
        new(sql, connection) { Parameters = { ProjectionBatch.Parameter(stream.Kind), ProjectionBatch.Parameter(stream.Id) } };
}
