using System.Globalization;
using ModelRegistry.Postgres.Embedded;
using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>One database of the test server.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static int _count;
    private readonly EmbeddedPostgres _postgres;
    private readonly string _name;

    private TestDatabase(EmbeddedPostgres postgres, string name)
    {
        _postgres = postgres;
        _name = name;
        ConnectionString = postgres.ConnectionStringTo(name);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await TestServer.ExecuteAsync(_postgres, "postgres", $"DROP DATABASE {_name} WITH (FORCE)");
    }

    /// <summary>Runs one statement.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of a query.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until so many of its sessions wait for a lock.</summary>
    public async Task WaitForLocksAsync(int sessions)
    {
        while (await ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") < sessions)
            await Task.Yield();
    }

    internal static async Task<TestDatabase> CreateAsync(EmbeddedPostgres postgres, string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _count)}");
        await using (var connection = new NpgsqlConnection(postgres.ConnectionStringTo("postgres")))
        {
            await connection.OpenAsync();
            // Copying the files is three times as quick as logging every page; before 15 there was nothing else.
            var strategy = connection.PostgreSqlVersion.Major >= 15 ? " STRATEGY file_copy" : "";
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}{strategy}", connection);
            await command.ExecuteNonQueryAsync();
        }

        return new TestDatabase(postgres, name);
    }
}
