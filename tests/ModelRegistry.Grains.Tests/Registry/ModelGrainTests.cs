using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>The grain from door to database and back.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ModelGrainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Policy = """
        defaults:
          production: { approvals: 1 }
        strategies:
          ranking: { production: { min_rank_ic: 0.02 } }
        """;

    private TestDatabase database = null!;
    private RegistryHost host = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        host = await RegistryHost.StartAsync(database.ConnectionString, Policy);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Get_NeverCreated_IsNull() => Assert.Null(await host.Model(Commands.NewId()).Get());

    [Fact]
    public async Task Create_NameOfAnotherModel_IsAConflict()
    {
        await Created("stock-ranking");
        var answer = await host.Model(Commands.NewId()).Create(Commands.By(), new CreateModel { Name = "stock-ranking" });
        Assert.Equal((RefusalKind.Conflict, "model_exists"), (answer.Refusal!.Kind, answer.Refusal.Code));
        Assert.Contains("'stock-ranking'", answer.Refusal.Detail, StringComparison.Ordinal);
        Assert.Null((await host.Model(Commands.NewId()).Create(Commands.By(), new CreateModel { Name = "Stock-ranking" })).Refusal);
    }

    [Fact]
    public async Task Create_OneNameByManyAtOnce_IsGivenToOne()
    {
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Model(Commands.NewId()).Create(Commands.By(), new CreateModel { Name = $"wanted-{round}" })));
            Assert.Equal(["", "model_exists"], answers.Select(answer => answer.Refusal?.Code ?? "").Distinct().Order());
            Assert.Single(answers, answer => answer.Value is not null);
        }
    }

    [Fact]
    public async Task Promote_RegisteredMetrics_AreTheEvidenceOfTheGates()
    {
        var model = await Created("m");
        await model.Register(Commands.By(), Commands.Version() with { Metrics = Metrics(-0.011) });
        await model.Register(Commands.By(), Commands.Version(2) with { Metrics = Metrics(0.03) });

        var refused = await model.Promote(Commands.By(), new PromoteVersion { Number = 1 });
        Assert.Equal(
            ["approvals 0/1", "min_rank_ic -0.011/0.02"],
            refused.Refusal!.Gates.Where(gate => !gate.Passed).Select(gate => $"{gate.Gate} {gate.Value}/{gate.Threshold}"));
        Assert.Equal(Stage.Trained, (await model.Get())!.Versions[0].Stage);

        await model.Approve(Commands.By("grace", Role.Approver), new ApproveVersion { Number = 2 });
        var passed = await model.Promote(Commands.By(role: Role.Scientist), new PromoteVersion { Number = 2, Reason = "walk-forward" });
        Assert.Equal(Stage.Production, passed.Value!.Version.Stage);
        Assert.Equal(["Trained → Validated", "Validated → Staging", "Staging → Production"], passed.Value.Walked.ToArray());
        Assert.Equal("Production", await database.ScalarAsync<string>("SELECT stage FROM model_versions WHERE number = 2"));
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT production FROM models"));
    }

    [Fact]
    public async Task AnyCommand_SentAgain_AnswersTheSameAndAppendsNothing()
    {
        var model = await Created("m");
        await model.Register(Commands.By(), Commands.Version() with { Metrics = Metrics(0.03) });
        await model.Register(Commands.By(), Commands.Version(2) with { Metrics = Metrics(0.03) });
        await Twice(context => model.Approve(context, new ApproveVersion { Number = 1, Comment = "fine" }), Commands.By("grace"));
        await Twice(context => model.Approve(context, new ApproveVersion { Number = 2 }), Commands.By("grace"));
        await Twice(context => model.Promote(context, new PromoteVersion { Number = 1 }), Commands.By());
        await Twice(context => model.Promote(context, new PromoteVersion { Number = 2 }), Commands.By());
        await Twice(context => model.RollBack(context, new RollBackModel { Reason = "worse" }), Commands.By());
        await Twice(context => model.SetAlias(context, new SetAlias { Alias = "champion", Number = 1 }), Commands.By());
        await Twice(context => model.SetShadows(context, new SetShadows { Numbers = [2] }), Commands.By());
        await Twice(context => model.Freeze(context, new FreezePromotions { Reason = "wilder", ReportId = Commands.NewId(), AsOf = Commands.Start, Features = ["momentum_1m"] }), Commands.By());
        await Twice(context => model.Thaw(context, new ThawPromotions { Reason = "calm" }), Commands.By());
        await Twice(context => model.RemoveAlias(context, new RemoveAlias { Alias = "champion" }), Commands.By());
        await Twice(context => model.Transition(context, new TransitionVersion { Number = 1, To = Stage.Deprecated }), Commands.By());
    }

    [Fact]
    public async Task Get_OnAnotherHostAfterARestart_IsTheSame()
    {
        var model = await Created("m");
        await model.Register(Commands.By(), Commands.Version() with { Metrics = Metrics(0.03), Tags = ImmutableDictionary<string, string>.Empty.Add("drill", "true") });
        await model.Approve(Commands.By("grace"), new ApproveVersion { Number = 1 });
        await model.Promote(Commands.By(), new PromoteVersion { Number = 1 });
        var before = (await model.Get())!;
        await host.DisposeAsync();
        host = await RegistryHost.StartAsync(database.ConnectionString, Policy);
        Assert.Equal(Json(before), Json((await host.Model(before.Id).Get())!));
    }

    [Fact]
    public async Task RollBack_WithNothingInProduction_IsKeptAndReadAgain()
    {
        var model = host.Model(Commands.NewId());
        await model.Create(Commands.By(), new CreateModel { Name = "m", Lifecycle = LifecycleProfile.Open });
        await model.Register(Commands.By(), Commands.Version());
        await model.Transition(Commands.By(), new TransitionVersion { Number = 1, To = Stage.Production });
        await model.Transition(Commands.By(), new TransitionVersion { Number = 1, To = Stage.Archived });

        Assert.Null((await model.RollBack(Commands.By(), new RollBackModel { To = 1, Reason = "back" })).Refusal?.Detail);

        var before = (await model.Get())!;
        await host.DisposeAsync();
        host = await RegistryHost.StartAsync(database.ConnectionString, Policy);
        Assert.Equal((1, Json(before)), (before.Production, Json((await host.Model(before.Id).Get())!)));
    }

    [Fact]
    public async Task RollBack_AsACopyOfAVersionThatAnotherHostDeleted_FindsNoSuchVersion()
    {
        var model = host.Model(Commands.NewId());
        await model.Create(Commands.By(), new CreateModel { Name = "m", Lifecycle = LifecycleProfile.Open });
        await model.Register(Commands.By(), Commands.Version());
        await model.Register(Commands.By(), Commands.Version(2));
        foreach (var (number, stage) in ((int, Stage)[])[(1, Stage.Production), (1, Stage.Archived), (2, Stage.Production)])
            Assert.Null((await model.Transition(Commands.By(), new TransitionVersion { Number = number, To = stage })).Refusal?.Detail);
        await using (var other = await RegistryHost.StartAsync(database.ConnectionString, Policy))
            Assert.Null((await other.Model((await model.Get())!.Id).DeleteVersion(Commands.By(), new DeleteVersion { Number = 1 })).Refusal?.Detail);

        var refused = (await model.RollBack(Commands.By(), new RollBackModel { To = 1, Reason = "back", AsNewVersion = true })).Refusal;

        Assert.Equal((RefusalKind.NotFound, "version_not_found"), (refused?.Kind, refused?.Code));
        Assert.Equal(2, (await model.Get())!.Production);
    }

    [Fact]
    public async Task Refresh_AfterEventsThatOthersAppended_AnswersFromThem()
    {
        var model = await Created("m");
        var id = (await model.Get())!.Id;
        await host.Services.GetRequiredService<IEventStore>().AppendAsync(new AppendRequest
        {
            Stream = new StreamId("model", id),
            ExpectedVersion = 1,
            CommandId = Commands.NewId(),
            Fingerprint = "f",
            Actor = "import",
            At = Commands.Start,
            Events = [EventNames<ModelEvent>.Write(new ModelEdited { Description = "from elsewhere" })],
            Result = "{}"u8.ToArray(),
        });
        Assert.Null((await model.Get())!.Description);

        Assert.Equal(2, await model.Refresh());

        Assert.Equal(("from elsewhere", 2L), ((await model.Get())!.Description, (await model.Head())!.Revision));
    }

    [Fact]
    public async Task Promote_DriftReportInTheTables_IsJudged()
    {
        var model = await Created("m");
        await model.Register(Commands.By(), Commands.Version() with { Metrics = Metrics(0.03) });
        await model.Approve(Commands.By("grace"), new ApproveVersion { Number = 1 });
        var id = (await model.Get())!.Id;
        var reports = host.Services.GetRequiredService<IDriftReportStore>();
        var severe = Report(id, drill: false, asOf: Commands.Start);
        await reports.SaveAsync(severe);
        await reports.SaveAsync(Report(id, drill: true, asOf: Commands.Start.AddDays(1)) with { Severity = DriftSeverity.None, DriftedFeatures = [] });

        var refused = await model.Promote(Commands.By(), new PromoteVersion { Number = 1 });
        var gate = Assert.Single(refused.Refusal!.Gates, gate => !gate.Passed);
        Assert.Equal(("no_severe_drift", $"SEVERE on momentum_1m as of 2026-01-05, report {severe.Id:D}"), (gate.Gate, gate.Value));
    }

    private static DriftReport Report(Guid model, bool drill, DateTimeOffset asOf) => new()
    {
        Id = Commands.NewId(),
        ModelId = model,
        Version = 1,
        AsOf = asOf,
        At = asOf,
        Severity = DriftSeverity.Severe,
        DriftedFeatures = ["momentum_1m"],
        Rows = 2350,
        Days = 5,
        BaselineDays = 30,
        Drill = drill,
    };

    private async Task<IModelGrain> Created(string name)
    {
        var model = host.Model(Commands.NewId());
        Assert.Null((await model.Create(Commands.By(), new CreateModel { Name = name })).Refusal);
        return model;
    }

    private async Task Twice<T>(Func<CommandContext, Task<Answer<T>>> send, CommandContext context)
        where T : class
    {
        var first = await send(context);
        Assert.Null(first.Refusal?.Detail);
        var events = await database.ScalarAsync<long>("SELECT count(*) FROM events");
        var second = await send(context);
        Assert.Equal((Json(first.Value), first.Revision), (Json(second.Value), second.Revision));
        Assert.Equal(events, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal("idempotency_key_reused", (await send(context with { Fingerprint = "other" })).Refusal!.Code);
    }

    private static ImmutableDictionary<string, double> Metrics(double rankIc) => ImmutableDictionary<string, double>.Empty.Add("rank_ic", rankIc);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);
}
