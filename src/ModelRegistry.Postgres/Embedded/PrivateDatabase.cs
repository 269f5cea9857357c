using Microsoft.Extensions.Logging;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>
/// The registry's database in a data folder, for a tool beside the host: of the host that runs on the folder, or else of a server that runs
/// for as long as the tool needs it, and keeps hosts out meanwhile.
/// </summary>
public sealed class PrivateDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _own;

    private PrivateDatabase(string connectionString, EmbeddedPostgres? own)
    {
        ConnectionString = connectionString;
        _own = own;
    }

    public string ConnectionString { get; }

    /// <exception cref="EmbeddedPostgresException">There is no database in the folder, or it cannot be reached or started.</exception>
    public static async Task<PrivateDatabase> OpenAsync(string dataDirectory, ILogger logger, CancellationToken cancellationToken = default)
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = dataDirectory };
        if (!Directory.Exists(Path.Combine(dataDirectory, DataFolder.DataName)))
            throw new EmbeddedPostgresException($"there is no registry in {Path.GetFullPath(dataDirectory)}: name the data folder of a host (--data-dir), or its database (--postgres)");
        if (DataFolder.TryOpen(dataDirectory) is not { } folder)
            return new PrivateDatabase(await JoinAsync(options, cancellationToken), own: null);
        var own = await EmbeddedPostgres.StartAsync(folder, options, logger, cancellationToken);
        return new PrivateDatabase(own.ConnectionString, own);
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<string> JoinAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken) =>
        await RunningServer.FindAsync(DataFolder.DataIn(options.DataDirectory), options, cancellationToken) is { } server
            ? ServerSettings.ConnectionString(server.Socket, options.Database, options.MaxConnections)
            : throw new EmbeddedPostgresException(
                $"the data folder {Path.GetFullPath(options.DataDirectory)} is in use by {await DataFolder.HolderAsync(options.DataDirectory, cancellationToken)}, and its PostgreSQL is not running yet or no more: try again");
}
