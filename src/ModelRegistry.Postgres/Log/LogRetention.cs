using System.Globalization;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Retention by whole days; the decision and the drop are one function of the database (<c>drop_log_partition</c>).</summary>
internal sealed class LogRetention(NpgsqlDataSource database, TimeProvider time) : ILogRetention
{
    private const string Pass = """
        INSERT INTO log_cursors (log, reader, model_id, writer, seq)
        SELECT $1, $2, $3, s.writer, s.seq FROM unnest($4::bigint[], $5::bigint[]) AS s(writer, seq)
        ON CONFLICT (model_id, log, reader, writer) DO UPDATE SET seq = excluded.seq WHERE log_cursors.seq < excluded.seq
        """;

    // Short transactions: the joiner of a model waits for none of them for long.
    private const long ActualsAtOnce = 20_000;

    // Writer 0 has no rows: a reader at the very start is registered all the same.
    public Task PassAsync(string reader, Guid modelId, LogCursor cursor, CancellationToken cancellationToken = default) =>
        PassAsync("predictions", reader, modelId, [0, .. cursor.Positions.Keys], [0, .. cursor.Positions.Values], cancellationToken);

    public Task PassOutcomesAsync(string reader, Guid modelId, long sequence, CancellationToken cancellationToken = default) =>
        PassAsync("outcomes", reader, modelId, [0], [sequence], cancellationToken);

    public async Task<RetentionReport> DropBeforeAsync(DateOnly day, CancellationToken cancellationToken = default)
    {
        var yesterday = LogTime.Today(time).AddDays(-1);
        if (day > yesterday)
            throw new ArgumentOutOfRangeException(nameof(day), day, $"rows of {yesterday:O} may still be written; give that day or an earlier one");
        var dropped = new List<string>();
        var kept = new List<KeptPartition>();
        foreach (var (parent, child, of) in await LogDatabase.RunAsync(() => PartitionsBeforeAsync(day, cancellationToken)))
        {
            if (await LogDatabase.RunAsync(() => DropAsync(parent, of, cancellationToken)) is { } reason)
                kept.Add(new KeptPartition(child, reason));
            else
                dropped.Add(child);
        }
        var actuals = await LogDatabase.RunAsync(() => DropActualsAsync(day, cancellationToken));
        return new RetentionReport([.. dropped], [.. kept], actuals);
    }

    public Task ForgetAsync(string reader, Guid modelId, CancellationToken cancellationToken = default) => LogDatabase.RunAsync(async () =>
    {
        await using var command = database.CreateCommand("DELETE FROM log_cursors WHERE model_id = $1 AND reader = $2 AND reader <> 'joiner'");
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(reader);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    });

    private Task PassAsync(string log, string reader, Guid modelId, long[] writers, long[] sequences, CancellationToken cancellationToken)
    {
        if (reader is "" or "joiner" || LogText.Fault(reader) is not null)
            throw new ArgumentException($"'{reader}' cannot be the name of a reader", nameof(reader));
        return LogDatabase.RunAsync(async () =>
        {
            await using var command = database.CreateCommand(Pass);
            command.Parameters.AddWithValue(log);
            command.Parameters.AddWithValue(reader);
            command.Parameters.AddWithValue(modelId);
            command.Parameters.AddWithValue(writers);
            command.Parameters.AddWithValue(sequences);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });
    }

    private async Task<List<(string Parent, string Child, DateOnly Day)>> PartitionsBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT p.relname, c.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent IN ('predictions'::regclass, 'outcomes'::regclass) ORDER BY p.relname DESC, c.relname
            """);
        var partitions = new List<(string, string, DateOnly)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (parent, child) = (reader.GetString(0), reader.GetString(1));
            var of = DateOnly.ParseExact(child.AsSpan(parent.Length + 1), "yyyyMMdd", CultureInfo.InvariantCulture);
            if (of < day)
                partitions.Add((parent, child, of));
        }
        return partitions;
    }

    /// <summary>Null when it is dropped, else why it was kept.</summary>
    private async Task<string?> DropAsync(string parent, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT drop_log_partition($1, $2)");
        command.Parameters.AddWithValue(parent);
        command.Parameters.AddWithValue(day);
        try
        {
            return await command.ExecuteScalarAsync(cancellationToken) as string;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return "somebody is reading or writing and did not stop in time";
        }
    }

    private async Task<long> DropActualsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var before = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var removed = 0L;
        long now;
        do
        {
            await using var drop = database.CreateCommand("SELECT drop_old_actuals($1, $2)");
            drop.Parameters.AddWithValue(before);
            drop.Parameters.AddWithValue(ActualsAtOnce);
            removed += now = (long)(await drop.ExecuteScalarAsync(cancellationToken))!;
        }
        while (now == ActualsAtOnce);
        await using var forget = database.CreateCommand("SELECT forget_old_log($1)");
        forget.Parameters.AddWithValue(before);
        await forget.ExecuteNonQueryAsync(cancellationToken);
        return removed;
    }
}
