using ModelRegistry.Core.Notifications;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>All places of the queue are held up where they commit, so that what is appended meanwhile has to go together.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AppendQueueTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CommitGate _gate = null!;
    private EventStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(_database);
        _gate = await CommitGate.CloseAsync(_database);
        _store = new EventStore(_database.DataSource, []);
    }

    public async Task DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_WhileAllPlacesAreTaken_GoTogetherInOneTransaction()
    {
        var queue = Queue(patience: "1min");
        var held = await HoldAsync(queue);
        var together = Enumerable.Range(10, 20).Select(n => queue.AppendAsync(Append(Stream(n), 0, n, Event($"{n}a"), Event($"{n}b")))).ToArray();

        await _gate.OpenAsync();

        Assert.All(await Task.WhenAll(held), one => Assert.Equal(new AppendResult(AppendStatus.Committed, 1), one));
        Assert.All(await Task.WhenAll(together), one => Assert.Equal(new AppendResult(AppendStatus.Committed, 2), one));
        Assert.Equal(1L, await _database.ScalarAsync<long>($"SELECT count(DISTINCT xid) FROM events WHERE command_id >= '{Id(10)}'"));
        Assert.Equal(["15a", "15b"], (await _store.ReadAllAsync(Stream(15))).Select(one => one.Payload.Text()));
        var report = await new HashChain(_database.DataSource).VerifyAsync();
        Assert.True(report.Whole);
        Assert.Equal(AppendQueue.Places + 40, report.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_RefusedAmongOthers_EachIsAnsweredAsIfItWereAlone()
    {
        var queue = Queue(patience: "1min");
        await _gate.OpenAsync();
        await queue.AppendAsync(Append(Stream(10), 0, 10, Event("taken")));
        await queue.AppendAsync(Append(Stream(11), 0, 11));
        await using var gate = await CommitGate.CloseAsync(_database);
        await HoldAsync(queue, gate);

        Task<AppendResult>[] appends =
        [
            queue.AppendAsync(Append(Stream(12), 0, 12, Event("good"))),
            queue.AppendAsync(Append(Stream(13), 0, 13, Event("taken"))),
            queue.AppendAsync(Append(Stream(14), 7, 14, Event("late"))),
            queue.AppendAsync(Append(Stream(10), 0, 10, Event("taken"))),
            queue.AppendAsync(Append(Stream(11), 0, 11)),
        ];
        await gate.OpenAsync();

        Assert.Equal(
            [
                new(AppendStatus.Committed, 1), new(AppendStatus.Violation, 0, "notes_name_key"), new(AppendStatus.Conflict, 0), new(AppendStatus.Repeated, 1),
                new AppendResult(AppendStatus.Repeated, 0),
            ],
            await Task.WhenAll(appends));
        Assert.Empty(await _store.ReadAllAsync(Stream(13)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_TwoOfOneStreamAtOnce_OneIsAConflict()
    {
        var queue = Queue(patience: "1min");
        await HoldAsync(queue);
        var racing = Enumerable.Range(10, 2).Select(n => queue.AppendAsync(Append(Stream(10), 0, n, Event($"{n}")))).ToArray();
        var other = queue.AppendAsync(Append(Stream(11), 0, 12, Event("other")));

        await _gate.OpenAsync();

        Assert.Equal([new(AppendStatus.Committed, 1), new AppendResult(AppendStatus.Conflict, 1)], (await Task.WhenAll(racing)).OrderBy(one => one.Status));
        Assert.Equal(new AppendResult(AppendStatus.Committed, 1), await other);
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_AllPlacesWaitForLocks_OthersAreNotHeldUp()
    {
        var queue = Queue(patience: "20ms");
        await _gate.OpenAsync();
        await queue.AppendAsync(Append(Stream(99), 0, 99, Event("locked")));
        await using var holder = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("SELECT FROM streams FOR UPDATE", holder))
            await locking.ExecuteNonQueryAsync();

        var waiting = Enumerable.Range(0, AppendQueue.Places * 2).Select(n => queue.AppendAsync(Append(Stream(99), 1, 100 + n, Event($"{n}")))).ToArray();
        Assert.Equal(AppendStatus.Committed, (await queue.AppendAsync(Append(Stream(10), 0, 10, Event("free")))).Status);

        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        await transaction.CommitAsync();
        Assert.Single(await Task.WhenAll(waiting), one => one.Status == AppendStatus.Committed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_SessionEndedWithAGroup_AllAreUnknownAndTheLogCanSay()
    {
        var queue = Queue(patience: "1min");
        var held = await HoldAsync(queue);
        var together = Enumerable.Range(10, 3).Select(n => queue.AppendAsync(Append(Stream(n), 0, n, Event($"{n}")))).ToArray();
        await _gate.EndAsync(1);
        // The place whose session was ended takes the three; there they wait again.
        await Assert.ThrowsAsync<UnknownOutcomeException>(() => Task.WhenAny(held).Unwrap());
        await _gate.WaitForAsync(AppendQueue.Places);
        await _gate.EndAsync(AppendQueue.Places);

        foreach (var append in together)
            await Assert.ThrowsAsync<UnknownOutcomeException>(() => append);
        await _gate.OpenAsync();
        Assert.Null(await _store.FindCommandAsync(Stream(11), Id(11)));
        Assert.Equal(new AppendResult(AppendStatus.Committed, 1), await queue.AppendAsync(Append(Stream(11), 0, 11, Event("11"))));
    }

    private AppendQueue Queue(string patience) => new(Transaction(), Transaction(), patience);

    private AppendTransaction Transaction() => new(_database.DataSource, [new NotesProjection()], NotificationRoutes.None);

    private Task<Task<AppendResult>[]> HoldAsync(AppendQueue queue) => HoldAsync(queue, _gate);

    private static async Task<Task<AppendResult>[]> HoldAsync(AppendQueue queue, CommitGate gate)
    {
        var held = new List<Task<AppendResult>>();
        for (var place = 1; place <= AppendQueue.Places; place++)
        {
            held.Add(queue.AppendAsync(Append(Stream(place), 0, place, Event($"held {place}"))));
            await gate.WaitForAsync(place);
        }

        return [.. held];
    }
}
