using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class HashChainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private HashChain _chain = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        var store = new EventStore(_database.DataSource, []);
        _chain = new HashChain(_database.DataSource, store);
        await store.AppendAsync(Append(Stream(1), 0, 1, Event("a"), Event("b")) with { Actor = "žofie" });
        await store.AppendAsync(Append(Stream(1), 2, 2, Event("c"), Event("")) with { At = new DateTimeOffset(1901, 2, 3, 4, 5, 6, TimeSpan.Zero).AddMicroseconds(789_123) });
        await store.AppendAsync(Append(Stream(2), 0, 3, Event("d")));
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Verify_Untouched_IsWhole()
    {
        Assert.Null(await _chain.VerifyAsync(Stream(1)));
        Assert.Null(await _chain.VerifyAsync(Stream(3)));
        Assert.Empty(await BrokenAsync());
    }

    [Theory]
    [InlineData("payload = 'X'")]
    [InlineData("type = 'happenee'")]
    [InlineData("actor = 'zofie'")]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("command_id = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("hash = set_byte(hash, 31, get_byte(hash, 31) # 1)")]
    public async Task Verify_OneFieldChanged_NamesThatEvent(string change)
    {
        await _database.ExecuteAsync($"UPDATE events SET {change} WHERE stream_id = '{Id(1)}' AND version = 2");

        var broken = Assert.Single(await BrokenAsync());

        Assert.Equal((Stream(1), 2), (broken.Stream, broken.Version));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public async Task Verify_EventRemoved_NamesTheGap(int removed, long named)
    {
        await _database.ExecuteAsync($"DELETE FROM events WHERE stream_id = '{Id(1)}' AND version = {removed}");

        Assert.Equal(named, Assert.Single(await BrokenAsync()).Version);
    }

    [Fact]
    public async Task Verify_EventAddedByHand_IsNamed()
    {
        await _database.ExecuteAsync($"""
            INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
            SELECT stream_kind, '{Id(9)}', 1, type, payload, at, actor, command_id, hash FROM events WHERE stream_id = '{Id(2)}'
            """);

        Assert.Equal(Stream(9), Assert.Single(await BrokenAsync()).Stream);
    }

    [Fact]
    public async Task Verify_HeadMovedBack_IsNamed()
    {
        await _database.ExecuteAsync($"UPDATE streams SET head = '' WHERE id = '{Id(2)}'");

        Assert.Equal((Stream(2), 2), (Assert.Single(await BrokenAsync()).Stream, (await _chain.VerifyAsync(Stream(2)))!.Version));
    }

    private async Task<List<BrokenLink>> BrokenAsync()
    {
        var broken = new List<BrokenLink>();
        await foreach (var link in _chain.VerifyAllAsync())
            broken.Add(link);
        return broken;
    }
}
