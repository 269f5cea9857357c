using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class SnapshotStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly SnapshotFormat<Words> Format = SnapshotFormat<Words>.Json;
    private TestDatabase _database = null!;
    private SnapshotStore _snapshots = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _snapshots = new SnapshotStore(_database.DataSource, NullLogger<SnapshotStore>.Instance);
        await new EventStore(_database.DataSource, []).AppendAsync(Append(Stream(), 0, 1, Event("a"), Event("b"), Event("c")));
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Find_Saved_GivesItBackAndNothingForAnotherStream()
    {
        Assert.True(await SaveAsync("two", 2));
        Assert.Equal(("two", 2L), await FindAsync());
        Assert.Null(await _snapshots.FindAsync(Stream(2), Format));
    }

    [Fact]
    public async Task Save_LaterIsKept_NeverMovesBack()
    {
        Assert.True(await SaveAsync("two", 2));
        Assert.True(await SaveAsync("three", 3));
        Assert.False(await SaveAsync("two again", 2));
        Assert.Equal(("three", 3L), await FindAsync());
    }

    [Fact]
    public async Task Save_LaterOneOfAnotherRelease_TakesItsPlace()
    {
        Assert.True(await _snapshots.SaveAsync(Stream(), new StreamSnapshot<Words>(new("theirs"), 3), Format with { Fingerprint = "another" }));
        Assert.Null(await FindAsync());
        Assert.True(await SaveAsync("ours", 2));
        Assert.Equal(("ours", 2L), await FindAsync());
    }

    [Fact]
    public async Task Save_VersionThatIsNotInTheLog_IsNotKept()
    {
        Assert.False(await SaveAsync("four", 4));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_EventChangedSince_IsAbsent()
    {
        await SaveAsync("three", 3);
        await _database.ExecuteAsync("UPDATE events SET hash = sha256(hash) WHERE version = 3");
        Assert.Null(await FindAsync());
        await _database.ExecuteAsync("DELETE FROM events WHERE version = 3");
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task FindAndSave_DatabaseAway_IsUnavailableToTheReaderAndFalseToTheWriter()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=/nowhere;Username=nobody");
        var away = new SnapshotStore(nowhere, NullLogger<SnapshotStore>.Instance);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => away.FindAsync(Stream(), Format));
        Assert.False(await away.SaveAsync(Stream(), new StreamSnapshot<Words>(new("x"), 1), Format));
    }

    private Task<bool> SaveAsync(string text, long version) => _snapshots.SaveAsync(Stream(), new StreamSnapshot<Words>(new(text), version), Format);

    private async Task<(string Text, long Version)?> FindAsync() =>
        await _snapshots.FindAsync(Stream(), Format) is { } found ? (found.State.Text, found.Version) : null;

    private sealed record Words(string Text);
}
