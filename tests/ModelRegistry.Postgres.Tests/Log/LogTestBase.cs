using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>A fresh database per test, a clock, and rows.</summary>
[Collection(PostgresCollection.Name)]
public abstract class LogTestBase(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];
    private int _made;

    internal static Guid Model { get; } = new("0198c0de-0000-7000-8000-000000000001");

    internal static Guid OtherModel { get; } = new("0198c0de-0000-7000-8000-000000000002");

    internal static DateTimeOffset Day { get; } = new(2015, 3, 2, 0, 0, 0, TimeSpan.Zero);

    internal SetClock Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    protected TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal async Task<PredictionLog> StartLogAsync(
        Action<PredictionLogOptions>? configure = null, NpgsqlDataSource? database = null, TimeProvider? clock = null, ILogger<PredictionLog>? logger = null)
    {
        var options = new PredictionLogOptions
        {
            FlushInterval = TimeSpan.Zero, RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(10),
        };
        configure?.Invoke(options);
        var log = new PredictionLog(database ?? Database.DataSource, Options.Create(options), clock ?? Clock, logger ?? NullLogger<PredictionLog>.Instance);
        _opened.Add(log);
        await log.StartAsync(CancellationToken.None);
        return log;
    }

    internal CuttingProxy Proxy()
    {
        var proxy = new CuttingProxy(Database.ConnectionString);
        _opened.Add(proxy);
        return proxy;
    }

    internal OutcomeLog Outcomes(int passRows = 20_000) => new(Database.DataSource, Clock, passRows);

    /// <summary>A valid row; each has its own id.</summary>
    internal PredictionRow Row(string entity = "AAPL", DateTimeOffset? asOf = null, Guid? model = null, TrafficRole role = TrafficRole.Production)
    {
        var made = Interlocked.Increment(ref _made);
        return new PredictionRow
        {
            PredictionId = Guid.CreateVersion7(Clock.Now.AddMilliseconds(made)),
            ModelId = model ?? Model,
            Version = 1,
            Role = role,
            Entity = entity,
            AsOf = asOf ?? Day,
            Unit = $"{entity}|{asOf ?? Day:O}",
            Score = made / 8.0,
            Features = [made, float.NaN, -0.5f],
        };
    }

    internal PredictionRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => Row($"T{i}"))];

    /// <summary>Every row of the log, by writer and sequence.</summary>
    internal Task<List<(long Writer, long Sequence, Guid Id)>> StoredAsync() => StoredAsync(Database.DataSource);

    private static async Task<List<(long Writer, long Sequence, Guid Id)>> StoredAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT writer, seq, prediction_id FROM predictions ORDER BY writer, seq");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, long, Guid)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetGuid(2)));
        return rows;
    }

    /// <summary>
    /// After any fault: every row that was answered as durable is there, each once, and nothing that nobody sent; each writer's numbers run from 1
    /// to its last without a gap; and readers of both models are given the very same rows.
    /// </summary>
    internal async Task AssertAgreeAsync(IEnumerable<Guid> durable, IEnumerable<Guid> sent, NpgsqlDataSource? database = null)
    {
        database ??= Database.DataSource;
        var stored = await StoredAsync(database);
        Assert.Equal(stored.Count, stored.DistinctBy(row => row.Id).Count());
        Assert.Empty(durable.Except(stored.Select(row => row.Id)));
        Assert.Empty(stored.Select(row => row.Id).Except(sent));
        foreach (var rows in stored.GroupBy(row => row.Writer))
            Assert.Equal(Enumerable.Range(1, rows.Count()).Select(i => (long)i), rows.Select(row => row.Sequence));
        await using var last = database.CreateCommand("SELECT coalesce(sum(last_seq), 0)::bigint FROM log_writers");
        Assert.Equal((long)stored.Count, await last.ExecuteScalarAsync());
        var reader = new PredictionReader(database);
        PredictionPage[] read = [await reader.ReadAsync(Model, LogCursor.Start, 1_000_000, default), await reader.ReadAsync(OtherModel, LogCursor.Start, 1_000_000, default)];
        Assert.Equal(stored, read.SelectMany(page => page.Rows).Select(row => (row.Writer, row.Sequence, row.Row.PredictionId)).Order());
    }

    /// <summary>As above, where everything that was sent was answered as durable.</summary>
    internal Task AssertAgreeAsync(IEnumerable<PredictionRow> durable, NpgsqlDataSource? database = null)
    {
        var ids = durable.Select(row => row.PredictionId).ToArray();
        return AssertAgreeAsync(ids, ids, database);
    }

    /// <summary>Asks until the answer is not null; the test's own time limit is the bound.</summary>
    internal async Task<T> UntilAsync<T>(string sql)
    {
        while (true)
        {
            await using var command = Database.DataSource.CreateCommand(sql);
            if (await command.ExecuteScalarAsync() is T answer)
                return answer;
        }
    }

    internal static async Task DurableAsync(ValueTask<Task> write) => await await write;
}
