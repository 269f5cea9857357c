using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Tracking;

/// <summary>A database of its own, and runs in it.</summary>
[Collection(PostgresCollection.Name)]
public abstract class TrackingTestBase(PostgresFixture postgres) : IAsyncLifetime
{
    private int _runs;

    private protected TrackingRules Rules { get; } = new();

    private protected TestDatabase Database { get; private set; } = null!;

    private protected RunStore Runs { get; private set; } = null!;

    private protected RunLog Log { get; private set; } = null!;

    private protected ExperimentStore Experiments { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        (Runs, Log, Experiments) = (new(Database.DataSource), new(Database.DataSource), new(Database.DataSource, TimeProvider.System));
    }

    public Task DisposeAsync() => Database.DisposeAsync().AsTask();

    private protected async Task<Guid> RunAsync(long experiment = 0) => (await Runs.CreateAsync(NewRun(experiment))).Info.Id;

    private protected NewRun NewRun(long experiment) => Core.Tracking.NewRun.Of(Requests.Id(Interlocked.Increment(ref _runs)), experiment, null, "u", 7, [], Rules);

    private protected RunBatch Batch(LoggedMetric[] metrics, params KeyedText[] parameters) => RunBatch.Of(metrics, parameters, [], Rules);

    private protected Task<long> CountAsync(string table) => Database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    /// <summary>The plan of a statement where sequential scans are the last resort.</summary>
    private protected async Task<string> PlanAsync(string sql)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"SET enable_seqscan = off; SET enable_sort = off; EXPLAIN {sql}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    }
}
