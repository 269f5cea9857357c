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

/// <summary>The connection is cut before, during and after the commit of a command: it is carried out once and answered with what the log holds.</summary>
[Collection(PostgresCollection.Name)]
public sealed class UnknownOutcomeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Guid id = Commands.NewId();
    private readonly CommandContext context = Commands.By() with { Fingerprint = "the-command-to-cut" };
    private TestDatabase database = null!;
    private CuttingProxy proxy = null!;
    private ServiceProvider services = null!;
    private EventLedger<ModelState, ModelEvent> ledger = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        proxy = new CuttingProxy(database.ConnectionString);
        services = new ServiceCollection().AddModelRegistryPostgres(proxy.ConnectionString, Path.GetTempPath()).BuildServiceProvider();
        ledger = Ledger();
        var created = Commands.By();
        Assert.Null((await ExecuteAsync(ledger, created, state => Creation.Decide(state, new CreateModel { Name = "m" }, created))).Refusal);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await proxy.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Cut.Before)]
    [InlineData(Cut.AfterAnswer)]
    public async Task Execute_ConnectionCutBeforeOrAfterCommit_IsCarriedOutOnceAndAnswered(Cut cut)
    {
        var commit = new CommitCut(context.Fingerprint, cut);
        proxy.Judge = commit.Judge;

        var answer = await RegisterAsync(ledger);

        Assert.True(commit.Done);
        await CarriedOutOnceAsync(answer);
    }

    [Fact(Timeout = 60_000)]
    public async Task Execute_ConnectionCutDuringCommit_WaitsForItAndAnswersWhatItStored()
    {
        await using var gate = await CommitGate.CloseAsync(database);
        var command = RegisterAsync(ledger);
        await gate.WaitForAsync(sessions: 1);
        proxy.CutAll();
        await gate.WaitForAsync(sessions: 2);
        await gate.OpenAsync();

        await CarriedOutOnceAsync(await command);
    }

    [Fact(Timeout = 60_000)]
    public async Task Execute_ServerEndsTheSessionDuringCommit_IsCarriedOutByTheNextAttempt()
    {
        await using var gate = await CommitGate.CloseAsync(database);
        var command = RegisterAsync(ledger);
        await gate.WaitForAsync(sessions: 1);
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await gate.WaitForAsync(sessions: 1);
        await gate.OpenAsync();

        await CarriedOutOnceAsync(await command);
    }

    private async Task CarriedOutOnceAsync(Answer<ModelHead> answer)
    {
        Assert.Null(answer.Refusal?.Detail);
        Assert.Equal((1, 2L, 2L), (answer.Value!.LatestVersion, answer.Revision, ledger.Revision));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM commands"));
        Assert.Equal(Json(answer), Json(await RegisterAsync(ledger)));
        Assert.Equal(Json(answer), Json(await RegisterAsync(Ledger())));
        Assert.True((await services.GetRequiredService<HashChain>().VerifyAsync()).Whole);
    }

    private EventLedger<ModelState, ModelEvent> Ledger()
        => new(services.GetRequiredService<IEventStore>(), new StreamId("model", id), ModelState.Empty(id), ModelFold.Apply);

    private Task<Answer<ModelHead>> RegisterAsync(EventLedger<ModelState, ModelEvent> on)
        => ExecuteAsync(on, context, state => Registration.Decide(state, Commands.Version(), context));

    private static Task<Answer<ModelHead>> ExecuteAsync(
        EventLedger<ModelState, ModelEvent> on, CommandContext by, Func<ModelState, Decision<ModelEvent>> decide)
        => on.ExecuteAsync(Commands.ToDecide(by, decide));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);
}
