using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Holds the database for this host, by an advisory lock on a connection of its own. When the connection is lost the lock is taken again;
/// when another host was quicker this one stops. Until then compare-and-set on every write keeps the data whole.
/// </summary>
internal sealed class PostgresHostLock(PostgresSource source, IHostApplicationLifetime lifetime) : ISiloFoundation, IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private const int Attempts = 9;

    private readonly CancellationTokenSource _stopping = new();
    private NpgsqlConnection? _connection;
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var holder = await TryTakeAsync(cancellationToken);
        for (var attempt = 1; holder is not null && attempt < Attempts; attempt++)
        {
            // The server may not have noticed yet that a host which was killed is gone.
            await Task.Delay(RetryAfter, source.TimeProvider, cancellationToken);
            holder = await TryTakeAsync(cancellationToken);
        }

        if (holder is not null)
        {
            throw new OrleansConfigurationException(
                $"Another host uses the database \"{source.Database}\": {holder}. Stop it first, or give this one another database.");
        }

        _watch = Task.Run(WatchAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watch;
        await ReleaseAsync();
        await CloseAsync();
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _connection?.Dispose();
    }

    /// <returns>Null when this host holds the lock now, otherwise who holds it.</returns>
    private async Task<string?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var connection = source.CreateOwn();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using (var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection))
            {
                take.Parameters.AddWithValue(PostgresSchema.HostLock);
                if (!(bool)(await take.ExecuteScalarAsync(cancellationToken))!)
                {
                    return await ReadHolderAsync(connection, cancellationToken);
                }
            }

            await PostgresSchema.ApplyAsync(connection, cancellationToken);
            await WriteHolderAsync(connection, cancellationToken);
            _connection = connection;
            connection = null;
            return null;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task WriteHolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var identity = new HostIdentity(Environment.MachineName, Environment.ProcessId, new DateTimeOffset(process.StartTime.ToUniversalTime()));
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO orleans.host (machine, process_id, started_at) VALUES ($1, $2, $3)
            ON CONFLICT (only_row) DO UPDATE SET machine = excluded.machine, process_id = excluded.process_id, started_at = excluded.started_at
            """,
            connection);
        command.Parameters.AddWithValue(identity.Machine);
        command.Parameters.AddWithValue(identity.ProcessId);
        command.Parameters.AddWithValue(identity.StartedAt);
        await command.ExecuteNonQueryAsync(cancellationToken);
        source.Log.LockTaken(identity.ToString());
    }

    private static async Task<string> ReadHolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT machine, process_id, started_at FROM orleans.host", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new HostIdentity(reader.GetString(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2)).ToString()
                : "one that is just starting";
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return "one that is just starting";
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(CheckEvery, source.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (!await HoldsAsync())
                {
                    return;
                }
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The question was cut off by the stop; what is left of the connection is closed there.
        }
    }

    /// <returns>False when another host has the lock and this one is to stop.</returns>
    private async Task<bool> HoldsAsync()
    {
        try
        {
            if (_connection is null)
            {
                if (await TryTakeAsync(_stopping.Token) is { } holder)
                {
                    source.Log.LockLost(holder);
                    lifetime.StopApplication();
                    return false;
                }
            }
            else
            {
                await using var command = new NpgsqlCommand("SELECT 1", _connection);
                await command.ExecuteScalarAsync(_stopping.Token);
            }
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // Whatever it is, the watch must go on: it is what stops this host when another one takes over.
            source.Log.LockConnectionLost(exception);
            await CloseAsync();
        }

        return true;
    }

    /// <summary>Gives the lock back before the connection closes, since the server would take a moment to notice.</summary>
    private async Task ReleaseAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection);
            command.Parameters.AddWithValue(PostgresSchema.HostLock);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            source.Log.LockConnectionLost(exception);
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
