using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tests.ReadModels;
using ModelRegistry.Postgres.Tokens;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Backup;

/// <summary>A registry with something in every room, and a folder for its files and backups.</summary>
internal sealed class BackedUpRegistry : IAsyncDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly TestDatabase _database;
    private readonly List<TestDatabase> _targets = [];

    private BackedUpRegistry(PostgresFixture postgres, TestDatabase database)
    {
        _postgres = postgres;
        _database = database;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mr-backup-").FullName;

    public TestDatabase Database => _database;

    public string File => Path.Combine(Folder, "registry.tar");

    public RegistryPlace Place => new() { DataDirectory = Path.Combine(Folder, "data"), Postgres = _database.ConnectionString };

    public IArtifactStore Artifacts => ArtifactsOf(Place.DataDirectory);

    public static async Task<BackedUpRegistry> MakeAsync(PostgresFixture postgres)
    {
        var registry = new BackedUpRegistry(postgres, await postgres.CreateDatabaseAsync());
        await registry.FillAsync();
        return registry;
    }

    public Task<BackupManifest> BackUpAsync(IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RegistryBackup.WriteAsync(Place, File, progress ?? new Told(_ => { }), NullLogger.Instance, cancellationToken);

    /// <summary>A new folder and a new database.</summary>
    public async Task<(RegistryPlace Place, TestDatabase Database)> EmptyPlaceAsync()
    {
        var database = await _postgres.CreateEmptyDatabaseAsync();
        _targets.Add(database);
        return (new RegistryPlace { DataDirectory = Path.Combine(Folder, $"restored-{_targets.Count}"), Postgres = database.ConnectionString }, database);
    }

    public IArtifactStore ArtifactsOf(string dataDirectory) => new ArtifactStore(
        _database.DataSource, new FileArtifacts(ArtifactFolder.In(dataDirectory), TimeProvider.System), TimeProvider.System, Options.Create(new ArtifactOptions()));

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _targets)
            await target.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task FillAsync()
    {
        var history = new ModelHistory(_database);
        var model = Requests.Id(1);
        await history.CreateAsync(model, "ünï 'quoted' \\ name");
        await history.AppendAsync(model, ModelHistory.Registered(1), ModelHistory.Registered(2));
        await new RunFiles(_database.DataSource, Artifacts).PutAsync("1/run/artifacts/ünï 株/__init__.py", new MemoryStream([]));
        await Artifacts.PutAsync(new MemoryStream([.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i))]));
        await new TokenStore(_database.DataSource, TimeProvider.System).CreateAsync(new() { Principal = "alice", Role = Role.Scientist });
        await LogAsync(model);
        await _database.ExecuteAsync("""
            CREATE SCHEMA orleans;
            CREATE TABLE orleans.grain_state (grain_id text PRIMARY KEY, etag bigint, payload json);
            INSERT INTO orleans.grain_state VALUES ('joiner/1', 7, '{"b":1,  "a":1e400}');
            """);
    }

    private async Task LogAsync(Guid model)
    {
        var options = Options.Create(new PredictionLogOptions { FlushInterval = TimeSpan.Zero });
        await using var log = new PredictionLog(_database.DataSource, options, TimeProvider.System, NullLogger<PredictionLog>.Instance);
        await log.StartAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        PredictionRow[] rows = [.. Enumerable.Range(0, 50).Select(i => new PredictionRow
        {
            PredictionId = Guid.CreateVersion7(now.AddMilliseconds(i)), ModelId = model, Version = 1, Role = TrafficRole.Production,
            Entity = $"T{i}", AsOf = now, Unit = $"T{i}|day", Score = i / 7.0, Features = [i / 3f, float.NaN, -0.5f],
        })];
        await await log.WriteAsync(rows);
        var outcomes = new OutcomeLog(_database.DataSource, TimeProvider.System);
        await outcomes.WriteActualsAsync(model, [.. rows.Take(20).Select(row => new Actual { PredictionId = row.PredictionId, Value = row.Score })]);
        await outcomes.JoinAsync(model);
    }

    /// <summary>Hears of progress at once, on the thread that makes it.</summary>
    internal sealed class Told(Action<BackupProgress> hear) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => hear(value);
    }
}
