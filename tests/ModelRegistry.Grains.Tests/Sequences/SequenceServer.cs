using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>A server that sequences may do as they like with.</summary>
internal sealed class SequenceServer : IAsyncDisposable
{
    private const string Untouched = "sequence checks";
    private readonly EmbeddedPostgresOptions options;
    private EmbeddedPostgres postgres;

    private SequenceServer(EmbeddedPostgresOptions options, EmbeddedPostgres postgres)
    {
        this.options = options;
        this.postgres = postgres;
        Maintenance = NpgsqlDataSource.Create($"{postgres.ConnectionString};Application Name={Untouched}");
        Services = new ServiceCollection().AddModelRegistryPostgres(postgres.ConnectionString, Path.GetTempPath()).BuildServiceProvider();
    }

    /// <summary>Connections that no fault touches.</summary>
    public NpgsqlDataSource Maintenance { get; }

    public ServiceProvider Services { get; }

    public string ConnectionString => postgres.ConnectionString;

    public IEventStore Events => Services.GetRequiredService<IEventStore>();

    public ISnapshotStore Snapshots => Services.GetRequiredService<ISnapshotStore>();

    /// <param name="folder">Does not exist yet, or is empty.</param>
    public static async Task<SequenceServer> StartAsync(string folder)
    {
        var described = new EmbeddedPostgresOptions { DataDirectory = folder, Durable = false, SharedBuffersMegabytes = 64, StopTimeout = TimeSpan.FromSeconds(5) };
        var server = new SequenceServer(described, await EmbeddedPostgres.StartAsync(described, NullLogger.Instance));
        await SchemaMigrator.ApplyAsync(server.Services.GetRequiredService<NpgsqlDataSource>(), NullLogger.Instance);
        await InventedArtifacts.AddAsync(server.Services.GetRequiredService<NpgsqlDataSource>());
        return server;
    }

    public async Task RestartAsync()
    {
        Maintenance.Clear();
        await postgres.DisposeAsync();
        postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
    }

    public Task EndConnectionsAsync() => ScalarAsync<long>(
        $"SELECT count(pg_terminate_backend(pid, 1000)) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '{Untouched}'");

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Maintenance.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Maintenance.DisposeAsync();
        await postgres.DisposeAsync();
    }
}
