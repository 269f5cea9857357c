using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Reminders that outlive the host.</summary>
internal sealed class PostgresReminderStore(PostgresSource source) : IReminderStore
{
    public async Task<IReadOnlyList<ReminderRow>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Pool.CreateCommand("SELECT grain_id, name, start_at, period, version FROM orleans.reminder");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ReminderRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new ReminderRow(
                GrainId.Parse(reader.GetString(0)),
                reader.GetString(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<TimeSpan>(3),
                reader.GetInt64(4)));
        }

        return rows;
    }

    public async Task<ReminderRow> UpsertAsync(ReminderRow row)
    {
        await using var command = source.Pool.CreateCommand(
            """
            INSERT INTO orleans.reminder (grain_id, name, start_at, period, version) VALUES ($1, $2, $3, $4, nextval('orleans.reminder_version'))
            ON CONFLICT (grain_id, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, version = excluded.version
            RETURNING version
            """);
        command.Parameters.AddWithValue(row.GrainId.ToString());
        command.Parameters.AddWithValue(row.ReminderName);
        command.Parameters.AddWithValue(row.StartAt.ToUniversalTime());
        command.Parameters.AddWithValue(row.Period);
        return row with { Version = (long)(await command.ExecuteScalarAsync())! };
    }

    public async Task<bool> RemoveAsync(GrainId grainId, string name, long version)
    {
        await using var command = source.Pool.CreateCommand("DELETE FROM orleans.reminder WHERE grain_id = $1 AND name = $2 AND version = $3");
        command.Parameters.AddWithValue(grainId.ToString());
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(version);
        return await command.ExecuteNonQueryAsync() == 1;
    }
}
