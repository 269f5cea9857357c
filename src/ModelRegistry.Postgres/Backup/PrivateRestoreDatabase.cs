using ModelRegistry.Postgres.Embedded;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>The private PostgreSQL of a new data folder. It is stopped cleanly in the end, and all it took is on disk then.</summary>
internal sealed class PrivateRestoreDatabase : RestoreDatabase
{
    private readonly DataFolder _folder;
    private readonly EmbeddedPostgresOptions _options;
    private readonly RunningServer _server;

    private PrivateRestoreDatabase(DataFolder folder, EmbeddedPostgresOptions options, RunningServer server, PostgresBinaries programs)
    {
        _folder = folder;
        _options = options;
        _server = server;
        Programs = programs;
    }

    protected override string ConnectionString => ConnectionStringTo(_options.Database);

    protected override PostgresBinaries Programs { get; }

    public static async Task<PrivateRestoreDatabase> MakeAsync(DataFolder folder, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var user = await ServerUser.ChooseAsync(folder.Data, cancellationToken);
        await user.MustReachAsync(folder.FullPath, cancellationToken);
        var binaries = await PostgresBinaries.FindServerAsync(PostgresPlaces.Usual, major: null, folder.FullPath, cancellationToken);
        MustNotBeOlder(binaries.Major, manifest);
        var programs = await PostgresBinaries.FindClientAsync(PostgresPlaces.Usual, Math.Max(binaries.Major, manifest.DumpMajor), cancellationToken);
        await ClusterMaker.MakeAsync(folder, binaries, user, durable: true, cancellationToken);
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.FullPath };
        var server = await RunningServer.StartAsync(folder, binaries, user, options, socketFolder: null, cancellationToken);
        var made = new PrivateRestoreDatabase(folder, options, server, programs);
        try
        {
            await using var maintenance = NpgsqlDataSource.Create(made.ConnectionStringTo("postgres") + ";Pooling=false");
            await ServerIdentity.EnsureDatabaseAsync(maintenance, options.Database, cancellationToken);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Also gives its planner something to plan with, which would else come a minute later.</summary>
    public override async Task FillAsync(Stream dump, CancellationToken cancellationToken)
    {
        await base.FillAsync(dump, cancellationToken);
        await using var database = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Command Timeout=0");
        await using var analyze = database.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync() => await _server.StopAsync(_folder.Data, _options.StopTimeout);

    private string ConnectionStringTo(string database) => ServerSettings.ConnectionString(_server.Socket, database, _options.MaxConnections);
}
