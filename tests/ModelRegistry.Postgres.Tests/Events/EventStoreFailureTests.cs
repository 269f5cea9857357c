using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class EventStoreFailureTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact(Timeout = 60_000)]
    public async Task Append_ConnectionEndedWhileItRuns_IsAnUnknownOutcomeAndTheLogCanSay()
    {
        // The projection waits for a lock that the test holds: there the backend is ended, with the batch on its way.
        await NotesProjection.CreateTableAsync(_database);
        var store = new EventStore(_database.DataSource, [new NotesProjection()]);
        await using var holder = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");

        var append = store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await EndWaitingBackendAsync(holder);

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => append);
        await transaction.RollbackAsync();
        Assert.Null(await store.FindCommandAsync(Stream(), Id(1)));
        Assert.Equal(AppendStatus.Committed, (await store.AppendAsync(Append(Stream(), 0, 1, Event("a")))).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_WhileEveryOtherConnectionIsTaken_IsCommitted()
    {
        var settings = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { MinPoolSize = 1, MaxPoolSize = 1 };
        await using var services = new ServiceCollection().AddModelRegistryPostgres(settings.ConnectionString, Path.GetTempPath()).BuildServiceProvider();
        await using var taken = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var store = services.GetRequiredService<IEventStore>();

        var appends = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => store.AppendAsync(Append(Stream(n), 0, n, Event("a")))));

        Assert.All(appends, one => Assert.Equal(AppendStatus.Committed, one.Status));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Cut.Before, AppendStatus.Committed)]
    [InlineData(Cut.AfterAnswer, AppendStatus.Repeated)]
    public async Task Append_ConnectionCutBeforeOrAfterCommit_IsAnUnknownOutcomeThatTheLogResolves(Cut cut, AppendStatus again)
    {
        await using var proxy = new CuttingProxy(_database.ConnectionString);
        var commit = new CommitCut("fingerprint-2", cut);
        proxy.Judge = commit.Judge;
        var store = new EventStore(proxy.Database, []);
        await store.AppendAsync(Append(Stream(), 0, 1, Event("a")));

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => store.AppendAsync(Append(Stream(), 1, 2, Event("b"))));

        Assert.True(commit.Done);
        Assert.Equal(again == AppendStatus.Repeated, await store.FindCommandAsync(Stream(), Id(2)) is not null);
        Assert.Equal(new AppendResult(again, 2), await store.AppendAsync(Append(Stream(), 1, 2, Event("b"))));
        Assert.Equal(["a", "b"], (await store.ReadAllAsync(Stream())).Select(one => one.Payload.Text()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_ConnectionCutDuringCommit_TheSecondAttemptWaitsForTheFirstAndIsItsRepetition()
    {
        await using var gate = await CommitGate.CloseAsync(_database);
        await using var proxy = new CuttingProxy(_database.ConnectionString);
        var store = new EventStore(proxy.Database, []);
        var first = store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await gate.WaitForAsync(sessions: 1);
        proxy.CutAll();
        await Assert.ThrowsAsync<UnknownOutcomeException>(() => first);
        // Nobody sees it yet, and yet it will be there.
        Assert.Null(await store.FindCommandAsync(Stream(), Id(1)));

        var second = store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await gate.WaitForAsync(sessions: 2);
        await gate.OpenAsync();

        Assert.Equal(new AppendResult(AppendStatus.Repeated, 1), await second);
        Assert.Single(await store.ReadAllAsync(Stream()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_SessionEndedDuringCommit_LogAndAnswerAgree()
    {
        await using var gate = await CommitGate.CloseAsync(_database);
        var store = new EventStore(_database.DataSource, []);
        var append = store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await gate.WaitForAsync(sessions: 1);
        await _database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => append);
        await gate.OpenAsync();
        Assert.Equal(new AppendResult(AppendStatus.Committed, 1), await store.AppendAsync(Append(Stream(), 0, 1, Event("a"))));
        Assert.Single(await store.ReadAllAsync(Stream()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_StatementCancelled_IsUnavailableAndNothingWasWritten()
    {
        await NotesProjection.CreateTableAsync(_database);
        var store = new EventStore(_database.DataSource, [new NotesProjection()]);
        await using var holder = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");

        var append = store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await SignalWaitingBackendAsync(holder, "pg_cancel_backend");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => append);
        await transaction.RollbackAsync();
        Assert.Empty(await store.ReadAllAsync(Stream()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Everything_ServerRestarted_IsUnavailableThenWorksAgain()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"mr-restart-{Environment.ProcessId}");
        var options = new EmbeddedPostgresOptions { DataDirectory = folder, Durable = false, SharedBuffersMegabytes = 32 };
        try
        {
            NpgsqlDataSource database;
            await using (var first = await StartAsync(options))
            {
                database = NpgsqlDataSource.Create(first.ConnectionString);
                await Postgres.Migrations.SchemaMigrator.ApplyAsync(database, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
                await new EventStore(database, []).AppendAsync(Append(Stream(), 0, 1, Event("before")));
            }

            await using var _ = database;
            var store = new EventStore(database, []);
            // The pooled connection is already broken: what was sent on it may have arrived.
            await Assert.ThrowsAsync<UnknownOutcomeException>(() => store.AppendAsync(Append(Stream(), 1, 2, Event("during"))));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync(Append(Stream(), 1, 2, Event("during"))));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindCommandAsync(Stream(), Id(1)));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAllAsync(Stream()));

            await using var second = await StartAsync(options);
            Assert.Equal(new AppendResult(AppendStatus.Committed, 2), await store.AppendAsync(Append(Stream(), 1, 2, Event("after"))));
            Assert.Equal(["before", "after"], (await store.ReadAllAsync(Stream())).Select(one => one.Payload.Text()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    private static Task EndWaitingBackendAsync(NpgsqlConnection holder) => SignalWaitingBackendAsync(holder, "pg_terminate_backend");

    /// <summary>Waits until a backend waits for the lock of <paramref name="holder"/>, then signals it.</summary>
    private static async Task SignalWaitingBackendAsync(NpgsqlConnection holder, string function)
    {
        await using var signal = new NpgsqlCommand(
            $"SELECT count({function}(pid)) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))", holder);
        while (await signal.ExecuteScalarAsync() is 0L)
            await Task.Yield();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
