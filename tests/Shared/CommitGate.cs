using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>Holds appends up inside their commit: there a deferred trigger waits for a lock that the gate has until it is opened.</summary>
internal sealed class CommitGate : IAsyncDisposable
{
    private readonly NpgsqlConnection _holder;
    private NpgsqlTransaction? _closed;

    private CommitGate(NpgsqlConnection holder) => _holder = holder;

    public static async Task<CommitGate> CloseAsync(TestDatabase database)
    {
        await database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS gate (x int);
            CREATE OR REPLACE FUNCTION pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM gate; RETURN NULL; END $$;
            DROP TRIGGER IF EXISTS at_commit ON commands;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON commands DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pass_gate();
            """);
        var gate = new CommitGate(await database.DataSource.OpenConnectionAsync());
        gate._closed = await gate._holder.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate._holder);
        await command.ExecuteNonQueryAsync();
        return gate;
    }

    /// <summary>Waits until so many sessions of the database wait for a lock: at the gate, or behind one that does.</summary>
    public async Task WaitForAsync(int sessions)
    {
        // The view is made once a transaction unless it is asked to be made again.
        await using var count = new NpgsqlCommand(
            "SELECT pg_stat_clear_snapshot(); SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", _holder);
        while (await CountAsync(count) < sessions)
            await Task.Yield();
    }

    /// <summary>Ends sessions that wait.</summary>
    public async Task EndAsync(int sessions)
    {
        await using var end = new NpgsqlCommand(
            $"SELECT pg_stat_clear_snapshot(); SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT {sessions}", _holder);
        await end.ExecuteNonQueryAsync();
    }

    public async Task OpenAsync()
    {
        await _closed!.DisposeAsync();
        _closed = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed is not null)
            await _closed.DisposeAsync();
        await _holder.DisposeAsync();
    }

    private static async Task<long> CountAsync(NpgsqlCommand count)
    {
        await using var reader = await count.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return reader.GetInt64(0);
    }
}
