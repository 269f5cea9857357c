using ModelRegistry.Core.Notifications;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Notifications;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Notifications;

[Collection(PostgresCollection.Name)]
public sealed class NotificationStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Rollback = "model-rolled-back";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private TestDatabase _database = null!;
    private EventStore _events = null!;
    private NotificationStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(_database);
        _events = new EventStore(_database.DataSource, [new NotesProjection()], new NotificationRoutes([("chat", []), ("pager", [Rollback])]));
        _store = new NotificationStore(_database.DataSource);
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Append_EventsOfInterest_AreToBeToldToWhoHearsOfThem()
    {
        await _events.AppendAsync(Append(Stream(), 0, 1, Event("a", "version-registered"), Event("b"), Event("c", Rollback)));

        var listed = await _store.ListAsync(0, 10);

        Assert.Equal(["chat 1 version-registered", "chat 3 model-rolled-back", "pager 3 model-rolled-back"], listed.Select(one => $"{one.Webhook} {one.Version} {one.Type}"));
        Assert.Equal(listed.Skip(2), await _store.ListAsync(listed[1].Id, 10));
    }

    [Fact]
    public async Task Append_ThatIsRefused_TellsNobody()
    {
        await _events.AppendAsync(Append(Stream(), 0, 1, Event("a", Rollback)));
        Assert.Equal(AppendStatus.Repeated, (await _events.AppendAsync(Append(Stream(), 0, 1, Event("b", Rollback)))).Status);
        Assert.Equal(AppendStatus.Conflict, (await _events.AppendAsync(Append(Stream(), 0, 2, Event("c", Rollback)))).Status);
        Assert.Equal(AppendStatus.Violation, (await _events.AppendAsync(Append(Stream(2), 0, 3, Event("a", Rollback)))).Status);

        Assert.All(await _store.ListAsync(0, 10), one => Assert.Equal((Stream(), 1L), (one.Stream, one.Version)));
    }

    [Fact]
    public async Task Lease_SeveralOfAStream_GivesTheFirstUntilItIsSettled()
    {
        await _events.AppendAsync(Append(Stream(1), 0, 1, Event("a", Rollback), Event("b", Rollback)));
        await _events.AppendAsync(Append(Stream(2), 0, 2, Event("c", Rollback)));

        var first = await LeaseAsync("chat");
        Assert.Equal(["a 1", "c 1"], Told(first));
        Assert.Empty(await LeaseAsync("chat"));
        Assert.Equal(["a 1", "c 1"], Told(await LeaseAsync("pager")));

        await _store.DeliveredAsync(first[0].Id);
        Assert.Equal(["b 1"], Told(await LeaseAsync("chat")));
    }

    [Fact]
    public async Task Lease_NotSettledInTime_IsGivenAgainAndTheFirstSettlesNothing()
    {
        await _events.AppendAsync(Append(Stream(), 0, 1, Event("a", Rollback)));
        var slow = Assert.Single(await LeaseAsync("pager"));
        await PassTimeAsync();
        Assert.Equal(["a 2"], Told(await LeaseAsync("pager")));

        await _store.FailedAsync(slow, "too slow", null);

        var pending = (await _store.ListAsync(0, 10)).Single(one => one.Webhook == "pager");
        Assert.Equal((false, null, 2), (pending.Dead, pending.Error, pending.Attempts));
    }

    [Fact]
    public async Task Failed_WithAWait_HoldsTheStreamUntilThen()
    {
        await _events.AppendAsync(Append(Stream(), 0, 1, Event("a", Rollback), Event("b", Rollback)));
        await _store.FailedAsync(Assert.Single(await LeaseAsync("pager")), "it answered 500", TimeSpan.FromHours(1));
        Assert.Empty(await LeaseAsync("pager"));
        Assert.Equal("it answered 500", (await _store.ListAsync(0, 10)).First(one => one.Webhook == "pager").Error);

        await PassTimeAsync();
        Assert.Equal(["a 2"], Told(await LeaseAsync("pager")));
    }

    [Fact]
    public async Task Failed_ForGood_LetsTheNextGoOnAndCanBeTriedAgain()
    {
        await _events.AppendAsync(Append(Stream(), 0, 1, Event("a", Rollback), Event("b", Rollback)));
        var given = Assert.Single(await LeaseAsync("pager"));
        await _store.FailedAsync(given, "gone", null);
        Assert.Equal(["b 1"], Told(await LeaseAsync("pager")));

        Assert.True(await _store.RetryAsync(given.Id));
        Assert.Equal(["a 1"], Told(await LeaseAsync("pager")));
        Assert.False(await _store.RetryAsync(12345));
    }

    [Fact]
    public async Task Lease_TwoHostsAtOnce_ShareWhatIsDue()
    {
        for (var stream = 1; stream <= 40; stream++)
            await _events.AppendAsync(Append(Stream(stream), 0, stream, Event($"{stream}", Rollback)));
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.LeaseAsync(["pager"], 10, Lease))));
        var taken = leases.SelectMany(lease => lease).Select(one => one.Id).ToList();
        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.Equal(40, taken.Count + (await _store.LeaseAsync(["pager"], 100, Lease)).Count);
    }

    private Task<IReadOnlyList<LeasedNotification>> LeaseAsync(string webhook) => _store.LeaseAsync([webhook], 10, Lease);

    private Task PassTimeAsync() => _database.ExecuteAsync("UPDATE notifications SET due_at = now()");

    private static IEnumerable<string> Told(IEnumerable<LeasedNotification> leased) => leased.Select(one => $"{one.Event.Payload.Text()} {one.Attempt}").Order(StringComparer.Ordinal);
}
