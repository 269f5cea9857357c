using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Experiments;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Experiments;

/// <summary>The life of an A/B test from plan to promotion.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExperimentGrainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ExperimentHost host = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        host = await ExperimentHost.StartAsync(database);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Get_NeverPlanned_IsNull()
    {
        Assert.Null(await host.Experiment(Trial.NewId()).Get());
        Assert.Null(await host.Experiment(Trial.NewId()).Results());
    }

    [Fact]
    public async Task WholeLife_BetterChallenger_EndsInProduction()
    {
        var trial = new Trial("whole-life");
        await trial.StartAsync(host);
        var experiment = host.Experiment(trial.Id);
        var before = await Routing(trial);
        Assert.Equal(trial.Id, before.Experiment?.ExperimentId);
        Assert.Equal(["champion 1", "challenger 2"], before.Experiment!.Variants.Select(variant => $"{variant.Name} {variant.Version.Number}"));

        await trial.LiveAsync(host, 0, 12);
        var results = (await experiment.Results())!;
        Assert.Equal((12L * Trial.Entities, 11L * Trial.Entities, Trial.Entities), (results.OutcomesRead, results.Metrics[0].Arms.Sum(arm => arm.Units), (int)results.OpenUnits));
        Assert.Equal(new DateTimeOffset(2016, 1, 14, 0, 0, 0, TimeSpan.Zero), results.CountedThrough);

        Trial.Right(await experiment.Pause(Trial.By(), "look"));
        var paused = await Routing(trial);
        Assert.Null(paused.Experiment);
        Assert.True(paused.Revision > before.Revision);
        Trial.Right(await experiment.Resume(Trial.By(), "go on"));
        await trial.LiveAsync(host, 12, 16);

        var concluded = Trial.Right(await experiment.Conclude(Trial.By(), "enough"));
        Assert.Equal((ExperimentJudge.ChallengerWon, "challenger"), (concluded.Verdict?.Outcome, concluded.Verdict?.Winner));
        Assert.Equal(16L * Trial.Entities, concluded.Verdict!.Primary.Arms.Sum(arm => arm.Units));
        Assert.Equal("Version 2 was promoted.", (await experiment.Get())?.Promotion);
        Assert.Equal(2, (await host.Model(trial.ModelId).Get())?.Production);
        var after = await Routing(trial);
        Assert.Equal((null, 2), (after.Experiment, after.Production?.Number));
    }

    [Fact]
    public async Task Conclude_SentAgain_AnswersTheSameAndPromotesOnce()
    {
        var trial = new Trial("idempotent");
        await trial.StartAsync(host);
        await trial.LiveAsync(host, 0, 12);
        var context = Trial.By();
        var first = await host.Experiment(trial.Id).Conclude(context, "enough");
        var revision = (await host.Model(trial.ModelId).Get())!.Revision;
        var results = Trial.Text(await host.Experiment(trial.Id).Results());

        await trial.LiveAsync(host, 12, 14);
        Assert.Equal(Trial.Text(first), Trial.Text(await host.Experiment(trial.Id).Conclude(context, "enough")));
        Assert.Equal(revision, (await host.Model(trial.ModelId).Get())!.Revision);
        Assert.Equal(results, Trial.Text(await host.Experiment(trial.Id).Results()));

        var other = await host.Experiment(trial.Id).Conclude(Trial.By(), "again");
        Assert.Equal((RefusalKind.Conflict, "illegal_experiment_status"), (other.Refusal!.Kind, other.Refusal.Code));
        Assert.Equal("idempotency_key_reused", (await host.Experiment(trial.Id).Conclude(context with { Fingerprint = "4567" }, "enough")).Refusal?.Code);
    }

    [Fact]
    public async Task Cancel_Running_StopsAssigningAndCounting()
    {
        var trial = new Trial("given-up");
        await trial.StartAsync(host);
        await trial.LiveAsync(host, 0, 6);
        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "no longer of interest"));
        var results = (await host.Experiment(trial.Id).Results())!;
        Assert.Null((await Routing(trial)).Experiment);
        Assert.Equal((ExperimentStatus.Cancelled, 6L * Trial.Entities), (results.Experiment.Status, results.OutcomesRead));

        await trial.LiveAsync(host, 6, 8);
        Assert.Equal(Trial.Text(results), Trial.Text(await host.Experiment(trial.Id).Results()));
    }

    [Fact]
    public async Task Start_AnotherTestIsActiveOnTheModel_IsRefused()
    {
        var trial = new Trial("first");
        await trial.StartAsync(host);
        var second = host.Experiment(Trial.NewId());
        Assert.Equal("experiment_name_taken", (await second.Plan(Trial.By(), trial.Plan)).Refusal?.Code);
        Trial.Right(await second.Plan(Trial.By(), trial.Plan with { Name = "second" }));
        Assert.Equal("experiment_running", (await second.Start(Trial.By())).Refusal?.Code);
        Assert.Equal(RefusalKind.Forbidden, (await second.Start(Trial.By(role: Role.Viewer))).Refusal?.Kind);

        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "make room"));
        Trial.Right(await second.Start(Trial.By()));
    }

    [Fact]
    public async Task Start_ChampionNotInProduction_IsRefused()
    {
        var trial = new Trial("not-in-production");
        await trial.RegisterAsync(host);
        Trial.Right(await host.Model(trial.ModelId).Promote(Trial.By(), new PromoteVersion { Number = 2 }));
        Trial.Right(await host.Experiment(trial.Id).Plan(Trial.By(), trial.Plan));
        var answer = await host.Experiment(trial.Id).Start(Trial.By());
        Assert.Equal("version_archived", answer.Refusal?.Code);
        Assert.Equal(ExperimentStatus.Draft, (await host.Experiment(trial.Id).Get())?.Status);
    }

    [Fact]
    public async Task Rebuild_TestsOneAfterTheOther_GivesTheSameRows()
    {
        const string Rows = "SELECT string_agg(row(id, name, status, revision, plan, encode(buckets, 'hex'), verdict, started_at, ended_at)::text, '|' ORDER BY id) FROM experiments";
        var trial = new Trial("one");
        await trial.StartAsync(host);
        Trial.Right(await host.Experiment(trial.Id).Conclude(Trial.By(), "too soon"));
        var later = host.Experiment(Trial.NewId());
        Trial.Right(await later.Plan(Trial.By(), trial.Plan with { Name = "two" }));
        Trial.Right(await later.Start(Trial.By()));

        var rows = await database.ScalarAsync<string>(Rows);
        await host.Services.GetRequiredService<ReadModelRebuilder>().RebuildAsync();
        Assert.Equal(rows, await database.ScalarAsync<string>(Rows));
    }

    [Fact]
    public async Task Directory_KnowsNamesIdsAndWhoIsActive()
    {
        var trial = new Trial("listed");
        await trial.StartAsync(host);
        var directory = host.Services.GetRequiredService<IExperimentDirectory>();
        Assert.Equal(trial.Id, await directory.FindAsync("listed"));
        Assert.Equal(trial.Id, await directory.FindAsync($"id:{trial.Id:D}"));
        Assert.Null(await directory.FindAsync("lis\0ted"));
        Assert.Null(await directory.FindAsync($"id:{trial.ModelId:D}"));
        Assert.Equal([trial.Id], await directory.FindActiveAsync(trial.ModelId));

        var listed = Assert.Single(await directory.ListAsync(trial.ModelId, modelPrefix: "", afterName: null, limit: 10));
        Assert.Equal(("listed", "model of listed", ExperimentStatus.Running), (listed.Name, listed.Model, listed.Status));
        Assert.Empty(await directory.ListAsync(modelId: null, modelPrefix: "", afterName: "listed", limit: 10));
        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "done"));
        Assert.Empty(await directory.FindActiveAsync(trial.ModelId));
    }

    private async Task<RoutingSnapshot> Routing(Trial trial) =>
        (await host.Services.GetRequiredService<IRoutingReader>().ReadAsync(trial.ModelId))!;
}
