using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.EventLog;

/// <summary>Decide, append, apply against the real log, with another writer and lost answers at the worst moments.</summary>
[Collection(PostgresCollection.Name)]
public sealed class EventLedgerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Guid id = Commands.NewId();
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private InterceptedStore store = null!;
    private EventLedger<ModelState, ModelEvent> ledger = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        services = new ServiceCollection().AddModelRegistryPostgres(database.ConnectionString, Path.GetTempPath()).BuildServiceProvider();
        store = new InterceptedStore(services.GetRequiredService<IEventStore>());
        ledger = Ledger(store);
        Assert.Null((await Create(ledger, Commands.By())).Refusal);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Execute_SameCommandTwice_AnswersTheSameAndAppendsOnce()
    {
        var context = Commands.By();
        var first = await Register(ledger, context);
        await Register(ledger, Commands.By());
        var again = await Register(Ledger(store), context);
        Assert.Equal((1, 2L), (first.Value!.Number, first.Revision));
        Assert.Equal((Json(first.Value), 2L), (Json(again.Value!), again.Revision));
        Assert.Equal(3, await CountEvents());
    }

    [Fact]
    public async Task Execute_SameIdWithAnotherFingerprint_IsRefused()
    {
        var context = Commands.By();
        await Register(ledger, context);
        var answer = await Register(ledger, context with { Fingerprint = "other" });
        Assert.Equal((RefusalKind.Refused, "idempotency_key_reused"), (answer.Refusal!.Kind, answer.Refusal.Code));
    }

    [Fact]
    public async Task Execute_RefusedCommand_IsNotRemembered()
    {
        var context = Commands.By();
        Assert.Equal("version_not_found", (await Alias(ledger, context, 1)).Refusal!.Code);
        await Register(ledger, Commands.By());
        Assert.Null((await Alias(ledger, context, 1)).Refusal);
    }

    [Fact]
    public async Task Execute_NothingToChange_RemembersTheCommandAndKeepsTheRevision()
    {
        await Register(ledger, Commands.By());
        await Alias(ledger, Commands.By(), 1);
        var context = Commands.By();
        Assert.Equal(3, (await Alias(ledger, context, 1)).Revision);
        Assert.Equal("idempotency_key_reused", (await Alias(ledger, context with { Fingerprint = "other" }, 1)).Refusal!.Code);
        Assert.Equal(3, await CountEvents());
    }

    [Fact]
    public async Task Execute_ExpectedRevision_IsComparedWithTheLogAndNotWithWhatIsKnownHere()
    {
        await Register(Ledger(store), Commands.By());
        Assert.Equal(1, ledger.Revision);
        Assert.Null((await Register(ledger, Commands.By() with { ExpectedRevision = 2 })).Refusal);
        var stale = await Register(ledger, Commands.By() with { ExpectedRevision = 2 });
        Assert.Equal((RefusalKind.Stale, "stale_revision", 3L), (stale.Refusal!.Kind, stale.Refusal.Code, stale.Revision));
    }

    [Fact]
    public async Task Execute_AnotherWriterCameFirst_DecidesAgainOnWhatItLeft()
    {
        var other = Ledger(services.GetRequiredService<IEventStore>());
        Once(() => Register(other, Commands.By()));
        var answer = await Register(ledger, Commands.By());
        Assert.Equal((2, "1.0.1", 3L), (answer.Value!.Number, answer.Value.SemanticVersion, answer.Revision));
        Assert.Equal([1, 2], ledger.State.Versions.Select(row => row.Number));
    }

    [Fact]
    public async Task Execute_RefusedOnAnOldState_DecidesAgain()
    {
        await Register(Ledger(store), Commands.By());
        Assert.Empty(ledger.State.Versions);
        Assert.Null((await Alias(ledger, Commands.By(), 1)).Refusal);
    }

    [Fact]
    public async Task Execute_AnotherWriterAlwaysComesFirst_GivesUpAfterFiveDecisions()
    {
        var other = Ledger(services.GetRequiredService<IEventStore>());
        store.BeforeAppend = () => Register(other, Commands.By());
        var before = store.Appends;
        var answer = await Register(ledger, Commands.By());
        Assert.Equal((RefusalKind.Unavailable, "contended"), (answer.Refusal!.Kind, answer.Refusal.Code));
        Assert.Equal(5, store.Appends - before);
        Assert.Equal(6, await CountEvents());
    }

    [Fact]
    public async Task Execute_AnswerLostAfterTheCommit_IsFoundInTheLog()
    {
        store.AfterAppend = () =>
        {
            store.AfterAppend = null;
            throw new UnknownOutcomeException("the connection broke", new IOException());
        };
        var answer = await Register(ledger, Commands.By());
        Assert.Equal((1, 2L), (answer.Value!.Number, answer.Revision));
        Assert.Equal(2, ledger.Revision);
        Assert.Equal(2, await CountEvents());
    }

    [Fact]
    public async Task Execute_ConnectionLostBeforeTheCommit_IsCarriedOutOnce()
    {
        Once(() => throw new UnknownOutcomeException("the connection broke", new IOException()));
        Assert.Equal(2, (await Register(ledger, Commands.By())).Revision);
        Assert.Equal(2, await CountEvents());
    }

    [Fact]
    public async Task Execute_DatabaseLostForGood_SaysWhetherTheOutcomeIsKnown()
    {
        Once(() => throw new StoreUnavailableException("refused"));
        Assert.Equal((RefusalKind.Unavailable, "store_unavailable"), Kind(await Register(ledger, Commands.By())));

        var context = Commands.By();
        store.AfterAppend = () =>
        {
            store.AfterAppend = null;
            store.ReadError = new StoreUnavailableException("refused");
            throw new UnknownOutcomeException("the connection broke", new IOException());
        };
        Assert.Equal((RefusalKind.Unavailable, "outcome_unknown"), Kind(await Register(ledger, context)));
        store.ReadError = null;
        Assert.Equal(1, (await Register(ledger, context)).Value!.Number);
        Assert.Equal(2, await CountEvents());
    }

    [Fact]
    public async Task Execute_RefusedAfterALostAnswerOnAStreamThatHasNotMoved_DoesNotClaimThatNothingHappened()
    {
        Once(() => throw new UnknownOutcomeException("the connection broke", new IOException()));
        var context = Commands.By();
        var decisions = new Queue<Decision<ModelEvent>>([Registration.Decide(ledger.State, Commands.Version(), context), Creation.NameTaken("m")]);
        var answer = await Run(ledger, context, _ => decisions.Dequeue(), (state, _) => state.Versions[^1].View);
        Assert.Equal((RefusalKind.Unavailable, "outcome_unknown"), Kind(answer));
    }

    [Fact]
    public async Task Execute_CancelledOnceTheAppendStarted_IsCarriedOut()
    {
        using var cancel = new CancellationTokenSource();
        Once(() => throw Cancelled(new UnknownOutcomeException("the connection broke", new IOException())));
        Assert.Equal(2, (await Register(ledger, Commands.By(), cancel.Token)).Revision);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Register(ledger, Commands.By(), cancel.Token));
        Assert.Equal(2, await CountEvents());

        Exception Cancelled(Exception error)
        {
            cancel.Cancel();
            return error;
        }
    }

    [Fact]
    public async Task Execute_NameTaken_IsExplainedAndAnotherConstraintNamed()
    {
        var twin = new EventLedger<ModelState, ModelEvent>(store, new StreamId("model", Commands.NewId()), ModelState.Empty(Commands.NewId()), ModelFold.Apply);
        Assert.Equal((RefusalKind.Conflict, "constraint_violated"), Kind(await Create(twin, Commands.By())));
        Assert.Equal(0, twin.Revision);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("principal")]
    [InlineData("fingerprint")]
    public async Task Execute_ContextNotWhole_IsInvalid(string missing)
    {
        var context = missing switch
        {
            "id" => Commands.By() with { CommandId = Guid.Empty },
            "principal" => Commands.By() with { Principal = " " },
            _ => Commands.By() with { Fingerprint = "" },
        };
        Assert.Equal((RefusalKind.Invalid, "malformed_command"), Kind(await Register(ledger, context)));
    }

    [Fact]
    public async Task State_ReadAgain_EqualsWhatWasApplied()
    {
        await Register(ledger, Commands.By() with { At = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567) });
        await Alias(ledger, Commands.By(), 1);
        var fresh = Ledger(store);
        await fresh.CatchUpAsync();
        Assert.Equal(Json(ModelViews.Of(ledger.State)!), Json(ModelViews.Of(fresh.State)!));
        Assert.Equal(ledger.State.Find(1)!.View.CreatedAt, fresh.State.Find(1)!.View.CreatedAt);
    }

    [Fact]
    public async Task CatchUp_EventOfANewerRelease_IsNamed()
    {
        await services.GetRequiredService<IEventStore>().AppendAsync(new AppendRequest
        {
            Stream = new StreamId("foreign", id),
            ExpectedVersion = 0,
            CommandId = Commands.NewId(),
            Fingerprint = "f",
            Actor = "ada",
            At = Commands.Start,
            Events = [new NewEvent("model-teleported", """{"type":"model-teleported"}"""u8.ToArray())],
            Result = "{}"u8.ToArray(),
        });
        var foreign = new EventLedger<ModelState, ModelEvent>(store, new StreamId("foreign", id), ModelState.Empty(id), ModelFold.Apply);
        var error = await Assert.ThrowsAsync<UnreadableEventException>(() => foreign.CatchUpAsync());
        Assert.Contains($"Event 1 of stream foreign/{id:D} has type 'model-teleported'", error.Message, StringComparison.Ordinal);
    }

    private EventLedger<ModelState, ModelEvent> Ledger(IEventStore on) => new(on, new StreamId("model", id), ModelState.Empty(id), ModelFold.Apply);

    private void Once(Func<Task> action) => store.BeforeAppend = () =>
    {
        store.BeforeAppend = null;
        return action();
    };

    private static Task<Answer<ModelHead>> Create(EventLedger<ModelState, ModelEvent> on, CommandContext context)
        => Run(on, context, state => Creation.Decide(state, new CreateModel { Name = "stock-ranking" }, context), (state, _) => ModelViews.HeadOf(state));

    private static Task<Answer<VersionView>> Register(EventLedger<ModelState, ModelEvent> on, CommandContext context, CancellationToken cancellationToken = default)
        => Run(on, context, state => Registration.Decide(state, Commands.Version(), context), (state, _) => state.Versions[^1].View, cancellationToken);

    private static Task<Answer<ModelHead>> Alias(EventLedger<ModelState, ModelEvent> on, CommandContext context, int number)
        => Run(on, context, state => Aliasing.Decide(state, new SetAlias { Alias = "champion", Number = number }, context), (state, _) => ModelViews.HeadOf(state));

    private static Task<Answer<T>> Run<T>(
        EventLedger<ModelState, ModelEvent> on,
        CommandContext context,
        Func<ModelState, Decision<ModelEvent>> decide,
        Func<ModelState, ImmutableArray<ModelEvent>, T> answer,
        CancellationToken cancellationToken = default)
        where T : class
        => on.ExecuteAsync(
            new StreamCommand<ModelState, ModelEvent, T> { Context = context, Decide = (state, _) => ValueTask.FromResult(decide(state)), Answer = answer },
            cancellationToken);

    private static (RefusalKind Kind, string Code) Kind<T>(Answer<T> answer)
        where T : class
        => (answer.Refusal!.Kind, answer.Refusal.Code);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);

    private Task<long> CountEvents() => database.ScalarAsync<long>($"SELECT count(*) FROM events WHERE stream_id = '{id:D}'");
}
