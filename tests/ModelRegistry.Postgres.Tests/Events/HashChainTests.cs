using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>Stream 1 has four events of two commands, stream 2 has one, stream 3 a command that changed nothing.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HashChainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private HashChain _chain = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        var store = new EventStore(_database.DataSource, []);
        _chain = new HashChain(_database.DataSource);
        await store.AppendAsync(Append(Stream(1), 0, 1, Event("a"), Event("b")) with { Actor = "žofie" });
        await store.AppendAsync(Append(Stream(1), 2, 2, Event("c"), Event("")) with { At = new DateTimeOffset(1901, 2, 3, 4, 5, 6, TimeSpan.Zero).AddMicroseconds(789_123) });
        await store.AppendAsync(Append(Stream(2), 0, 3, Event("d")));
        await store.AppendAsync(Append(Stream(3), 0, 4));
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Verify_Untouched_IsWholeAndCounts()
    {
        var told = new List<ChainProgress>();
        var report = await _chain.VerifyAsync(progress: progress =>
        {
            told.Add(progress);
            return ValueTask.CompletedTask;
        });

        Assert.Equal((true, 2L, 5L, 0L), (report.Whole, report.Streams, report.Events, report.BrokenStreams));
        Assert.Equal([new ChainProgress(0, 0, 5)], told);
        Assert.Equal((true, 1L, 4L), await OneAsync(1));
        Assert.Equal((true, 0L, 0L), await OneAsync(3));
        Assert.Equal((true, 0L, 0L), await OneAsync(99));
    }

    [Theory]
    [InlineData("payload = 'X'")]
    [InlineData("type = 'happenee'")]
    [InlineData("actor = 'zofie'")]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("command_id = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("hash = set_byte(hash, 31, get_byte(hash, 31) # 1)")]
    public async Task Verify_OneFieldChanged_NamesThatEvent(string change)
        => await BreaksAsync($"UPDATE events SET {change} WHERE stream_id = '{Id(1)}' AND version = 2", 1, 2, "event 2");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public async Task Verify_EventRemoved_NamesTheGap(int removed, long named)
        => await BreaksAsync($"DELETE FROM events WHERE stream_id = '{Id(1)}' AND version = {removed}", 1, named, "");

    [Fact]
    public async Task Verify_AllEventsOfAStreamRemoved_NamesItsHead()
        => await BreaksAsync($"DELETE FROM events WHERE stream_id = '{Id(2)}'", 2, 1, "the stream's head is at version 1, there is no event");

    [Fact]
    public async Task Verify_EventsReordered_NamesTheFirstOutOfPlace()
        => await BreaksAsync($"""
            UPDATE events SET version = -version WHERE stream_id = '{Id(1)}' AND version IN (2, 3);
            UPDATE events SET version = 5 + version WHERE stream_id = '{Id(1)}' AND version < 0
            """, 1, 2, "event 2 (happened) does not have the hash", "ALTER TABLE events DROP CONSTRAINT events_version_check");

    [Fact]
    public async Task Verify_EventAddedWithTheRightHash_StandsAfterTheHead()
        => await BreaksAsync($"""
            INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
            SELECT stream_kind, stream_id, 5, type, payload, at, actor, command_id,
                event_hash(stream_kind, stream_id, 5, type, at, actor, command_id, hash, payload) FROM events WHERE stream_id = '{Id(1)}' AND version = 4
            """, 1, 5, "event 5 (happened) stands after the stream's head, which is at 4");

    [Fact]
    public async Task Verify_EventAddedWithItsHeadByHand_BelongsToNoCommand()
        => await BreaksAsync($"""
            INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
            SELECT stream_kind, stream_id, 2, type, payload, at, actor, '{Id(77)}',
                event_hash(stream_kind, stream_id, 2, type, at, actor, '{Id(77)}', hash, payload) FROM events WHERE stream_id = '{Id(2)}';
            UPDATE streams SET version = 2, head = (SELECT hash FROM events WHERE stream_id = '{Id(2)}' AND version = 2) WHERE id = '{Id(2)}'
            """, 2, 2, "belongs to command", "");

    [Fact]
    public async Task Verify_EventOfAStreamWithoutHead_IsNamed()
        => await BreaksAsync($"DELETE FROM streams WHERE id = '{Id(2)}'", 2, 2, "the stream has 1 events and no head");

    [Theory]
    [InlineData("head = ''", "another hash")]
    [InlineData("version = 2", "head is at version 2, the last event is 1")]
    [InlineData("version = 0", "stands after the stream's head, which is at 0")]
    public async Task Verify_HeadMoved_IsNamed(string change, string why)
        => await BreaksAsync($"UPDATE streams SET {change} WHERE id = '{Id(2)}'", 2, change == "version = 0" ? 1 : 2, why);

    [Fact]
    public async Task Verify_CommandBeyondTheHead_IsNamed()
        => await BreaksAsync($"UPDATE commands SET version = 1 WHERE stream_id = '{Id(3)}'", 3, 1, "left the stream at version 1, its head is at 0");

    [Theory]
    [InlineData("DELETE FROM commands", "which is not there")]
    [InlineData("UPDATE commands SET version = 2", "which left the stream at 2")]
    public async Task Verify_CommandRemovedOrMovedBack_NamesItsFirstEventThatShows(string change, string why)
        => await BreaksAsync($"{change} WHERE command_id = '{Id(2)}'", 1, 3, why);

    [Fact]
    public async Task Verify_ManyBrokenLinks_NamesTheFirstOfEachStream()
    {
        await _database.ExecuteAsync("UPDATE events SET actor = 'mallory'; UPDATE streams SET version = version + 1; DELETE FROM commands");

        var report = await _chain.VerifyAsync();

        Assert.Equal([(Stream(1), 1L), (Stream(2), 1L), (Stream(3), 1L)], report.Broken.Select(link => (link.Stream, link.Version)));
        Assert.Equal((false, 3L, 5L), (report.Whole, report.BrokenStreams, report.Events));
    }

    [Fact]
    public async Task Verify_DatabaseAway_IsUnavailable()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=/nowhere;Username=nobody");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => new HashChain(nowhere).VerifyAsync());
    }

    /// <summary>After a change exactly one stream is broken, at one version, whether all streams are verified or that one; the others are whole.</summary>
    private async Task BreaksAsync(string change, int stream, long version, string why, string before = "")
    {
        await _database.ExecuteAsync(before + ";" + change);

        foreach (var report in new[] { await _chain.VerifyAsync(), await _chain.VerifyAsync(Stream(stream)) })
        {
            var link = Assert.Single(report.Broken);
            Assert.Equal((Stream(stream), version, 1L, false), (link.Stream, link.Version, report.BrokenStreams, report.Whole));
            Assert.Contains(why, link.Why, StringComparison.Ordinal);
        }

        foreach (var other in new[] { 1, 2, 3 }.Where(other => other != stream))
            Assert.True((await _chain.VerifyAsync(Stream(other))).Whole);
    }

    private async Task<(bool Whole, long Streams, long Events)> OneAsync(int stream)
    {
        var report = await _chain.VerifyAsync(Stream(stream));
        return (report.Whole, report.Streams, report.Events);
    }
}
