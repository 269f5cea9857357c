using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.EventLog;

/// <summary>A long stream is read from its snapshot; without one, or with one that cannot be used, from its beginning: the state is the same.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SnapshotTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Versions = 120;
    private readonly Guid id = Commands.NewId();
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private InterceptedStore store = null!;

    private StreamId Stream => new("model", id);

    private ISnapshotStore Snapshots => services.GetRequiredService<ISnapshotStore>();

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        services = new ServiceCollection().AddModelRegistryPostgres(database.ConnectionString, Path.GetTempPath()).BuildServiceProvider();
        store = new InterceptedStore(services.GetRequiredService<IEventStore>());
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task CatchUp_StreamWithASnapshot_ReadsOnlyTheEventsAfterIt()
    {
        var grown = await GrowAsync(new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots));

        var (ledger, reads) = await ReadAgainAsync();

        Assert.Equal(Dump(grown.State), Dump(ledger.State));
        Assert.Equal(100, await database.ScalarAsync<long>("SELECT version FROM stream_snapshots"));
        Assert.Equal(Versions + 1 - 100, reads);
    }

    [Theory]
    [InlineData("DELETE FROM stream_snapshots")]
    [InlineData("UPDATE stream_snapshots SET state = substr(state, 1, length(state) / 2)")]
    [InlineData("UPDATE stream_snapshots SET state = ''")]
    [InlineData("UPDATE stream_snapshots SET state = 'null'")]
    [InlineData("UPDATE stream_snapshots SET format = 'of another release', state = convert_to(replace(convert_from(state, 'UTF8'), 'xgboost', 'forged'), 'UTF8')")]
    [InlineData("UPDATE stream_snapshots SET head = sha256(head), state = convert_to(replace(convert_from(state, 'UTF8'), 'xgboost', 'forged'), 'UTF8')")]
    [InlineData("UPDATE stream_snapshots SET version = 1000, state = convert_to(replace(convert_from(state, 'UTF8'), 'xgboost', 'forged'), 'UTF8')")]
    public async Task CatchUp_SnapshotThatCannotBeUsed_CountsAsAbsentAndLosesNothing(string change)
    {
        var grown = await GrowAsync(new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots));
        Assert.Equal(1, await database.ExecuteAsync(change));

        var (ledger, reads) = await ReadAgainAsync();

        Assert.Equal(Dump(grown.State), Dump(ledger.State));
        Assert.Equal(Versions + 1, reads);
        // Reading that much was worth a snapshot, which has taken the place of the bad one.
        Assert.Equal((Dump(grown.State), 0), await ReadAgainAsync() is var (again, tail) ? (Dump(again.State), tail) : default);
    }

    [Fact]
    public async Task CatchUp_FromTheBeginning_KeepsASnapshotForTheNext()
    {
        await GrowAsync(snapshots: null);
        var keeper = new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots);
        await Ledger(keeper).CatchUpAsync();
        await keeper.Writing;

        Assert.Equal((long)Versions + 1, await database.ScalarAsync<long>("SELECT version FROM stream_snapshots"));
    }

    [Fact]
    public async Task Execute_SnapshotThatIsNeverWritten_HoldsNoCommandUpAndIsTheOnlyOne()
    {
        var stuck = new StuckSnapshots();
        var grown = await GrowAsync(new SnapshotKeeper<ModelState>(stuck, Stream, ModelGrain.Snapshots), versions: 320);
        Assert.Equal((321L, 1), (grown.Revision, stuck.Saves));
    }

    [Fact]
    public async Task Execute_SnapshotThatFails_FailsNoCommandAndIsTriedAgainWhenItIsTime()
    {
        await database.ExecuteAsync("ALTER TABLE stream_snapshots ADD CONSTRAINT none CHECK (false)");
        var keeper = new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots);
        var ledger = await GrowAsync(keeper);
        await keeper.Writing;
        await database.ExecuteAsync("ALTER TABLE stream_snapshots DROP CONSTRAINT none");
        while (ledger.Revision < 200)
            await RegisterAsync(ledger);
        await keeper.Writing;

        Assert.Equal(200, await database.ScalarAsync<long>("SELECT version FROM stream_snapshots"));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(5_000, 100)]
    [InlineData(10_000, 200)]
    public void GapAt_LongerStream_WritesItsLongerSnapshotsLessOften(long version, long gap)
        => Assert.Equal(gap, new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots).GapAt(version));

    private EventLedger<ModelState, ModelEvent> Ledger(SnapshotKeeper<ModelState>? snapshots)
        => new(store, Stream, ModelState.Empty(id), ModelFold.Apply, snapshots);

    private async Task<EventLedger<ModelState, ModelEvent>> GrowAsync(SnapshotKeeper<ModelState>? snapshots, int versions = Versions)
    {
        var ledger = Ledger(snapshots);
        var context = Commands.By();
        await ExecuteAsync(ledger, context, state => Creation.Decide(state, new CreateModel { Name = "long" }, context));
        for (var i = 0; i < versions; i++)
            Assert.Null((await RegisterAsync(ledger)).Refusal);
        if (snapshots is not null && versions == Versions)
            await snapshots.Writing;
        return ledger;
    }

    private async Task<(EventLedger<ModelState, ModelEvent> Ledger, int Reads)> ReadAgainAsync()
    {
        var before = store.Reads;
        var keeper = new SnapshotKeeper<ModelState>(Snapshots, Stream, ModelGrain.Snapshots);
        var ledger = Ledger(keeper);
        await ledger.CatchUpAsync();
        await keeper.Writing;
        return (ledger, store.Reads - before);
    }

    private static Task<Answer<ModelHead>> RegisterAsync(EventLedger<ModelState, ModelEvent> ledger)
    {
        var context = Commands.By();
        return ExecuteAsync(ledger, context, state => Registration.Decide(state, Commands.Version(state.Versions.Count), context));
    }

    private static Task<Answer<ModelHead>> ExecuteAsync(
        EventLedger<ModelState, ModelEvent> ledger, CommandContext context, Func<ModelState, Decision<ModelEvent>> decide)
        => ledger.ExecuteAsync(Commands.ToDecide(context, decide));

    private static string Dump(ModelState state) => JsonSerializer.Serialize(state, RegistryJson.Options);

    private sealed class StuckSnapshots : ISnapshotStore
    {
        public int Saves { get; private set; }

        public Task<StreamSnapshot<TState>?> FindAsync<TState>(StreamId stream, SnapshotFormat<TState> format, CancellationToken cancellationToken = default)
            where TState : class => Task.FromResult<StreamSnapshot<TState>?>(null);

        public Task<bool> SaveAsync<TState>(StreamId stream, StreamSnapshot<TState> snapshot, SnapshotFormat<TState> format)
            where TState : class
        {
            Saves++;
            return new TaskCompletionSource<bool>().Task;
        }
    }
}
