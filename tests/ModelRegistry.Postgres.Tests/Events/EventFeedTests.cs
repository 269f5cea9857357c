using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class EventFeedTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EventStore _store = null!;
    private EventFeed _feed = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _store = new EventStore(_database.DataSource, []);
        _feed = new EventFeed(_database.DataSource);
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Read_PageByPage_GivesEveryEventOnce()
    {
        for (var stream = 1; stream <= 5; stream++)
            await _store.AppendAsync(Append(Stream(stream), 0, stream, Event($"{stream}a"), Event($"{stream}b")));
        var read = new List<string>();
        var cursor = default(EventCursor);
        for (var page = await _feed.ReadAsync(cursor, 3); page.Events.Count > 0; page = await _feed.ReadAsync(cursor, 3))
        {
            read.AddRange(page.Events.Select(one => one.Payload.Text()));
            cursor = page.Next;
        }

        Assert.Equal(["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b", "5a", "5b"], read);
        Assert.Equal(cursor, (await _feed.ReadAsync(cursor, 3)).Next);
    }

    [Fact]
    public async Task Read_OlderTransactionStillRunning_HoldsYoungerOnesBackAndMissesNothing()
    {
        await using var slow = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var append = new NpgsqlBatch(slow) { BatchCommands = { AppendStatement.Of([Append(Stream(1), 0, 1, Event("late"))]) } })
            await append.ExecuteNonQueryAsync();
        await _store.AppendAsync(Append(Stream(2), 0, 2, Event("early")));

        var before = await _feed.ReadAsync(default, 10);
        await transaction.CommitAsync();
        var after = await _feed.ReadAsync(before.Next, 10);

        Assert.Empty(before.Events);
        Assert.Equal(["late", "early"], after.Events.Select(one => one.Payload.Text()));
    }
}
