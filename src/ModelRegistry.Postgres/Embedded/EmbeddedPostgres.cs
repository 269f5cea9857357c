using Microsoft.Extensions.Logging;
using Npgsql;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>
/// A private PostgreSQL: the installed server program on a data folder of the host's own, reached by a unix socket only.
/// It outlives a host that is killed, and the next host on the folder takes it over; when the server is killed, the host starts it again.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly ServerUser _user;
    private readonly EmbeddedPostgresOptions _options;
    private readonly ILogger _logger;
    private volatile RunningServer _server;
    private bool _disposed;

    private EmbeddedPostgres(DataFolder folder, ServerUser user, RunningServer server, EmbeddedPostgresOptions options, ILogger logger)
    {
        _folder = folder;
        _user = user;
        _server = server;
        _options = options;
        _logger = logger;
    }

    /// <summary>Reaches <see cref="EmbeddedPostgresOptions.Database"/> as its owner.</summary>
    public string ConnectionString => ConnectionStringTo(_options.Database);

    /// <summary>The process id of the server.</summary>
    public int ProcessId => _server.Pid;

    /// <summary>The server was left running by a host that was killed.</summary>
    public bool Adopted => _server.Adopted;

    /// <summary>Starts the server of a data folder, initialising the folder first when it is new; or takes over the one that runs on it.</summary>
    /// <exception cref="EmbeddedPostgresException">PostgreSQL is not installed, the folder is refused or in use, or the server does not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("the private PostgreSQL runs on Linux and macOS only: give a connection string");
        return await StartAsync(await DataFolder.OpenAsync(options.DataDirectory, cancellationToken), options, logger, cancellationToken);
    }

    /// <summary>Reaches another database of this server.</summary>
    public string ConnectionStringTo(string database) => ServerSettings.ConnectionString(_server.Socket, database, _options.MaxConnections);

    /// <summary>Stops the server cleanly and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await EndWatchAsync();
        await _server.StopAsync(_folder.Data, _options.StopTimeout);
        _folder.Dispose();
        Stopped(_folder.FullPath);
    }

    /// <summary>Starts on a folder that is held already, and frees it at the end.</summary>
    internal static async Task<EmbeddedPostgres> StartAsync(DataFolder folder, EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        RunningServer? server = null;
        try
        {
            var user = await ServerUser.ChooseAsync(folder.Data, cancellationToken);
            await user.MustReachAsync(folder.FullPath, cancellationToken);
            server = await RunningServer.FindAsync(folder.Data, options, cancellationToken)
                ?? await LaunchAsync(folder, user, options, logger, cancellationToken);
            var postgres = new EmbeddedPostgres(folder, user, server, options, logger);
            await postgres.IntroduceAsync(cancellationToken);
            postgres.Watch();
            return postgres;
        }
        catch
        {
            if (server is { Adopted: false })
                await server.StopAsync(folder.Data, options.StopTimeout);
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Frees the folder as the system does when a host is killed, and leaves the server running.</summary>
    internal void AbandonAsIfKilled()
    {
        _disposed = true;
        _unwatch.Cancel();
        _folder.Dispose();
    }

    private static async Task<RunningServer> LaunchAsync(
        DataFolder folder, ServerUser user, EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var major = folder.Major;
        var binaries = await PostgresBinaries.FindServerAsync(PostgresPlaces.Usual, major, folder.FullPath, cancellationToken);
        if (major is null)
        {
            Initialising(logger, binaries.Major, folder.FullPath, user.Name);
            await ClusterMaker.MakeAsync(folder, binaries, user, options.Durable, cancellationToken);
        }

        return await RunningServer.StartAsync(folder, binaries, user, options, socketFolder: null, cancellationToken);
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        var connection = ConnectionStringTo("postgres") + ";Pooling=false";
        try
        {
            if (Adopted)
                await ServerIdentity.CheckAsync(connection, _folder, cancellationToken);
            await using var maintenance = NpgsqlDataSource.Create(connection);
            await ServerIdentity.EnsureDatabaseAsync(maintenance, _options.Database, cancellationToken);
        }
        catch (NpgsqlException refused)
        {
            throw new EmbeddedPostgresException($"PostgreSQL on {_folder.FullPath} runs as process {ProcessId} but does not answer as it should: {refused.Message}", refused);
        }

        Running(_folder.FullPath, ProcessId, Adopted);
    }
}
