using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>Events of a server whose transactions were further than this one's, as a dump brings them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FeedOrderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EventStore _store = null!;
    private EventFeed _feed = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _store = new EventStore(_database.DataSource, []);
        _feed = new EventFeed(_database.DataSource);
        for (var i = 1; i <= 3; i++)
            await _store.AppendAsync(Append(Stream(i), 0, i, Event($"{i}")));
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Ensure_EventsFromAheadOfThisServer_AreReadInTheirOrderAndBeforeNewOnes()
    {
        await _database.ExecuteAsync("UPDATE events SET xid = (4000000000000 + position)::text::xid8");
        Assert.Empty((await _feed.ReadAsync(default, 10)).Events);

        await FeedOrder.EnsureAsync(_database.DataSource, NullLogger.Instance);
        var old = await _feed.ReadAsync(default, 10);
        await _store.AppendAsync(Append(Stream(4), 0, 4, Event("4")));

        Assert.Equal(["1", "2", "3"], old.Events.Select(one => one.Payload.Text()));
        Assert.Equal(["4"], (await _feed.ReadAsync(old.Next, 10)).Events.Select(one => one.Payload.Text()));
    }

    [Fact]
    public async Task Ensure_EventsOfThisServer_StayAsTheyAre()
    {
        var before = await _database.ScalarAsync<string>("SELECT string_agg(xid::text, ',' ORDER BY position) FROM events");

        await FeedOrder.EnsureAsync(_database.DataSource, NullLogger.Instance);

        Assert.Equal(before, await _database.ScalarAsync<string>("SELECT string_agg(xid::text, ',' ORDER BY position) FROM events"));
    }
}
