using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>Versions that were registered inside a run that goes on.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OpenManifestTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Policy = "defaults: { production: { min_auc: 0.6 } }";

    private static readonly TrackingRules Rules = new();

    private TestDatabase database = null!;
    private RegistryHost host = null!;
    private long step;

    private IRunStore Runs => host.Services.GetRequiredService<IRunStore>();

    private IRunLog Log => host.Services.GetRequiredService<IRunLog>();

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
    public async Task Promote_WhileTheRunGoesOn_JudgesAndFreezesWhatItHasLoggedByThen()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        var number = await RegisterAsync(model, run);
        await LogAsync(run, 0.5);
        var refused = await model.Promote(Commands.By(), new PromoteVersion { Number = number });
        Assert.Equal("0.5", Assert.Single(refused.Refusal!.Gates, gate => gate.Gate == "min_auc").Value);
        Assert.True((await model.FindVersion("1"))!.ManifestOpen);

        await LogAsync(run, 0.75);
        Assert.Equal("0.75", Assert.Single((await model.ReviewPromotion(Commands.By(), new PromoteVersion { Number = number })).Gates, gate => gate.Gate == "min_auc").Value);
        Assert.True((await DetailsAsync(model, number)).Registered.ManifestOpen);
        Assert.Empty((await DetailsAsync(model, number)).Registered.Metrics);
        Assert.Null((await model.Promote(Commands.By(), new PromoteVersion { Number = number })).Refusal?.Detail);

        var frozen = await DetailsAsync(model, number);
        await LogAsync(run, 0.9);
        await EndAsync(run);
        await SweepAsync();
        Assert.Equal(Json(frozen), Json(await DetailsAsync(model, number)));
        Assert.Equal((0.75, "3", false), (frozen.Registered.Metrics["auc"], frozen.Registered.Params["depth"], frozen.Registered.ManifestOpen));
        Assert.Equal(ManifestDocument.Of(await IdAsync(model), number, frozen.SemanticVersion, frozen.Registered).Digest(), frozen.ManifestDigest);
        Assert.Equal("0.75", (string)Assert.Single(await EventsAsync<PromotionDecided>(), one => one.Number == number).Gates.Single(gate => gate.Gate == "min_auc").Value);
    }

    [Fact]
    public async Task End_ThenCrash_IsTakenOverLaterAsItWasThen()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        await Log.LogModelAsync(run, "{}", new() { ArtifactPath = "m", Signature = """{"inputs": "[{\"type\": \"long\", \"name\": \"rooms\"}]"}""" });
        var number = await RegisterAsync(model, run);
        await LogAsync(run, 0.75);

        // Ended, and the host is gone before anybody closes anything; the run is taken up again and goes on logging.
        await EndAsync(run);
        await LogAsync(run, 0.1);
        await Log.LogAsync(run, RunBatch.Of([], [new("late", "1")], [new("team", "beta")], Rules));
        await Log.LogModelAsync(run, "{\"a\": 1}", new() { ArtifactPath = "m", Signature = null });
        await Runs.UpdateAsync(run, RunStatus.Running, null, null);
        Assert.Equal("0.75", Assert.Single((await model.ReviewPromotion(Commands.By(), new PromoteVersion { Number = number })).Gates, gate => gate.Gate == "min_auc").Value);
        var id = await IdAsync(model);
        await host.DisposeAsync();
        host = await RegistryHost.StartAsync(database.ConnectionString, Policy);
        await SweepAsync();

        var closed = (await DetailsAsync(host.Model(id), number)).Registered;
        Assert.Equal((0.75, "alpha", false, "rooms"), (closed.Metrics["auc"], JsonNode.Parse(closed.Manifest.RunTags!)!["team"]!.GetValue<string>(), closed.ManifestOpen, Assert.Single(closed.Signature.Inputs).Name));
        Assert.Equal(["depth"], closed.Params.Keys);
        Assert.Equal(("run_ended", ManifestCloser.Principal), (Assert.Single(await EventsAsync<ManifestClosed>()).Cause, await database.ScalarAsync<string>("SELECT actor FROM events WHERE type = 'manifest-closed'")));
        Assert.Equal((0, 0), (await CountAsync("open_manifests"), await CountAsync("ended_manifests")));
    }

    [Fact]
    public async Task End_OfARunThatIsTakenUpAgain_IsNotThatOfALaterVersion()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        var first = await RegisterAsync(model, run);
        await LogAsync(run, 0.7);
        await EndAsync(run);
        await Runs.UpdateAsync(run, RunStatus.Running, null, null);
        var second = await RegisterAsync(model, run);
        await LogAsync(run, 0.8);
        await SweepAsync();
        Assert.Equal((0.7, true), ((await DetailsAsync(model, first)).Registered.Metrics["auc"], (await DetailsAsync(model, second)).Registered.ManifestOpen));
        await EndAsync(run);
        await SweepAsync();
        Assert.Equal((0.7, 0.8), ((await DetailsAsync(model, first)).Registered.Metrics["auc"], (await DetailsAsync(model, second)).Registered.Metrics["auc"]));
    }

    [Fact]
    public async Task End_OfARunOfManyModels_ClosesEach()
    {
        var run = await RunAsync();
        var models = new[] { await ModelAsync(), await ModelAsync() };
        foreach (var model in models)
            await RegisterAsync(model, run);
        await RegisterAsync(models[0], await RunAsync());
        await LogAsync(run, 0.7);
        await EndAsync(run);
        await Closer().CloseAsync(run);
        foreach (var model in models)
            Assert.Equal(0.7, (await DetailsAsync(model, 1)).Registered.Metrics["auc"]);
        Assert.True((await DetailsAsync(models[0], 2)).Registered.ManifestOpen);
    }

    [Fact]
    public async Task Close_ByManyAtOnce_HappensOnce()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        for (var i = 0; i < 5; i++)
            await RegisterAsync(model, run);
        await LogAsync(run, 0.7);
        await EndAsync(run);
        await using var other = await RegistryHost.StartAsync(database.ConnectionString, Policy);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0 ? SweepAsync(i < 4 ? host : other) : Closer(i < 4 ? host : other).CloseAsync(run))));
        Assert.Equal([1, 2, 3, 4, 5], (await EventsAsync<ManifestClosed>()).Select(closed => closed.Number).Order());
    }

    [Fact]
    public async Task Promote_WhileTheRunLogsAndEnds_FreezesWhatTheGateSaw()
    {
        var model = await ModelAsync();
        for (var round = 1; round <= 12; round++)
        {
            var run = await RunAsync();
            await LogAsync(run, 0.7);
            var number = await RegisterAsync(model, run);
            var answers = await Task.WhenAll(
                Task.Run(() => model.Promote(Commands.By(), new PromoteVersion { Number = number })),
                Task.Run(async () =>
                {
                    for (var i = 0; i < 5; i++)
                        await LogAsync(run, 0.71 + (i / 100.0));
                    await EndAsync(run);
                    await Closer().CloseAsync(run);
                    return new Answer<PromotionView>();
                }));
            Assert.Null(answers[0].Refusal?.Detail);
            var closed = Assert.Single(await EventsAsync<ManifestClosed>(), one => one.Number == number);
            var judged = Assert.Single((await EventsAsync<PromotionDecided>()).Single(one => one.Number == number).Gates, gate => gate.Gate == "min_auc").Value;
            Assert.Equal(judged, closed.Metrics["auc"].ToString("R", CultureInfo.InvariantCulture));
            Assert.Equal(closed.Metrics["auc"], (await DetailsAsync(model, number)).Registered.Metrics["auc"]);
        }
    }

    [Fact]
    public async Task Metric_ThatIsNoNumber_IsNotMeasured()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        var number = await RegisterAsync(model, run);
        await LogAsync(run, 0.9);
        await LogAsync(run, double.NaN);
        var refused = await model.Promote(Commands.By(), new PromoteVersion { Number = number });
        Assert.Equal("not measured", Assert.Single(refused.Refusal!.Gates, gate => gate.Gate == "min_auc").Value);
        await EndAsync(run);
        await SweepAsync();
        Assert.Empty((await DetailsAsync(model, number)).Registered.Metrics);
    }

    [Fact]
    public async Task Run_OfAnotherServer_IsNotWaitedForByWhoActs()
    {
        var model = await ModelAsync();
        var number = await RegisterAsync(model, Commands.NewId(), auc: 0.8);
        await SweepAsync();
        Assert.True((await DetailsAsync(model, number)).Registered.ManifestOpen);
        Assert.Null((await model.Approve(Commands.By("grace", Role.Approver), new ApproveVersion { Number = number })).Refusal?.Detail);
        Assert.Equal((0.8, "approval"), (Assert.Single(await EventsAsync<ManifestClosed>()).Metrics["auc"], Assert.Single(await EventsAsync<ManifestClosed>()).Cause));
        Assert.Null((await model.Promote(Commands.By(), new PromoteVersion { Number = number })).Refusal?.Detail);
    }

    [Fact]
    public async Task Run_ThatComesAfterItsVersion_IsTakenOver()
    {
        var (model, run) = (await ModelAsync(), Commands.NewId());
        var number = await RegisterAsync(model, run, auc: 0.1);
        await SweepAsync();
        await RunAsync(run);
        await LogAsync(run, 0.7);
        await EndAsync(run);
        await SweepAsync();
        Assert.Equal((0.7, false), ((await DetailsAsync(model, number)).Registered.Metrics["auc"], (await DetailsAsync(model, number)).Registered.ManifestOpen));
    }

    [Fact]
    public async Task Run_ThatIsDeleted_LogsNothingMore()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        var number = await RegisterAsync(model, run);
        await LogAsync(run, 0.7);
        await Runs.SetDeletedAsync(run, deleted: true);
        await SweepAsync();
        Assert.Equal(0.7, (await DetailsAsync(model, number)).Registered.Metrics["auc"]);
        await Runs.SetDeletedAsync(run, deleted: false);
        await LogAsync(run, 0.9);
        await SweepAsync();
        Assert.Equal(0.7, (await DetailsAsync(model, number)).Registered.Metrics["auc"]);
    }

    [Fact]
    public async Task Run_ThatEndedBeforeItsVersionWasThere_IsTakenOver()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        await LogAsync(run, 0.7);
        await EndAsync(run);
        Assert.Equal(0, await CountAsync("ended_manifests"));
        var number = await RegisterAsync(model, run);
        await SweepAsync();
        Assert.Equal(0.7, (await DetailsAsync(model, number)).Registered.Metrics["auc"]);
    }

    [Fact]
    public async Task Delete_OfModelOrVersion_LeavesNothingToClose()
    {
        var (kept, gone, run) = (await ModelAsync(), await ModelAsync(), await RunAsync());
        await RegisterAsync(kept, run);
        await RegisterAsync(gone, run);
        Assert.Null((await kept.DeleteVersion(Commands.By(), new DeleteVersion { Number = 1 })).Refusal?.Detail);
        Assert.Null((await gone.Delete(Commands.By(), new DeleteModel())).Refusal?.Detail);
        Assert.Equal(0, await CountAsync("open_manifests"));
        await EndAsync(run);
        await SweepAsync();
        Assert.Empty(await EventsAsync<ManifestClosed>());
    }

    [Fact]
    public async Task At_ATimeBefore_TheVersionIsAsItWasRegistered()
    {
        var (model, run) = (await ModelAsync(), await RunAsync());
        await RegisterAsync(model, run, auc: 0.1);
        await LogAsync(run, 0.7);
        await EndAsync(run);
        await SweepAsync();
        var timeline = new ModelTimeline(host.Services.GetRequiredService<Postgres.Events.IEventStore>());
        var (then, now) = (await timeline.AtAsync(await IdAsync(model), Commands.Start), await timeline.AtAsync(await IdAsync(model), DateTimeOffset.MaxValue));
        Assert.Equal((0.1, true), (then.Versions[1].Registered.Metrics["auc"], then.Versions[1].Registered.ManifestOpen));
        Assert.Equal(Json((await DetailsAsync(model, 1)).Registered with { SemanticVersion = null }), Json(now.Versions[1].Registered));
    }

    private async Task<IModelGrain> ModelAsync()
    {
        var model = host.Model(Commands.NewId());
        Assert.Null((await model.Create(Commands.By(), new CreateModel { Name = $"m-{Commands.NewId():N}" })).Refusal?.Detail);
        return model;
    }

    /// <summary>As an MLflow client does it: the files are below the run's artifacts.</summary>
    private async Task<int> RegisterAsync(IModelGrain model, Guid run, double? auc = null)
    {
        var version = Commands.Version() with
        {
            RunId = run,
            ManifestOpen = true,
            Signature = new(),
            Metrics = auc is { } value ? ImmutableDictionary<string, double>.Empty.Add("auc", value) : ImmutableDictionary<string, double>.Empty,
            Properties = ImmutableDictionary<string, string>.Empty.Add(MlflowProperties.Source, "mlflow-artifacts:/0/run/artifacts/m"),
        };
        return (await model.Register(Commands.By(), version)).Value!.Number;
    }

    private async Task<Guid> RunAsync(Guid? given = null)
    {
        var id = given ?? Commands.NewId();
        await Runs.CreateAsync(NewRun.Of(id, 0, "run", "ada", 7, [new("team", "alpha")], Rules));
        await Log.LogAsync(id, RunBatch.OfParam(new("depth", "3"), Rules));
        return id;
    }

    private Task LogAsync(Guid run, double auc) => Log.LogAsync(run, RunBatch.OfMetric(new("auc", auc, 7, Interlocked.Increment(ref step))));

    private Task EndAsync(Guid run) => Runs.UpdateAsync(run, RunStatus.Finished, 8, null);

    private Task SweepAsync(RegistryHost? of = null) => Closer(of).SweepAsync();

    private ManifestCloser Closer(RegistryHost? of = null)
    {
        var services = (of ?? host).Services;
        return new(services.GetRequiredService<IOpenManifests>(), services.GetRequiredService<IGrainFactory>(), TimeProvider.System, NullLogger<ManifestCloser>.Instance);
    }

    private static async Task<Guid> IdAsync(IModelGrain model) => (await model.Head())!.Id;

    private async Task<VersionDetails> DetailsAsync(IModelGrain model, int number) =>
        (await host.Services.GetRequiredService<IModelQueries>().FindVersionAsync(await IdAsync(model), number))!;

    private async Task<List<TEvent>> EventsAsync<TEvent>()
        where TEvent : ModelEvent
    {
        var all = await database.ScalarAsync<string[]>("SELECT coalesce(array_agg(convert_from(payload, 'UTF8') ORDER BY position), '{}') FROM events WHERE stream_kind = 'model'");
        return [.. all.Select(payload => JsonSerializer.Deserialize<ModelEvent>(payload, RegistryJson.Options)).OfType<TEvent>()];
    }

    private async Task<long> CountAsync(string table) => await database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);
}
