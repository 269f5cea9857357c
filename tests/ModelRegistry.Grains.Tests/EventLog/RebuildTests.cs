using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Grains.Tests.Experiments;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.EventLog;

/// <summary>The lives of models and A/B tests with every type of event in them; then every read model is made again.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RebuildTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rebuild_EveryReadModelAfterWholeLives_GivesEqualTables()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        await LiveAsync(host);
        Assert.Equal(TypesOf<ModelEvent>().Concat(TypesOf<ExperimentEvent>()).Order(), await EventTypesAsync(database));
        var tables = host.Services.GetServices<IProjection>().SelectMany(projection => projection.Tables).ToList();
        Assert.Equal(["experiments", "former_names", "model_aliases", "model_versions", "models", "open_manifests", "version_approvals", "version_artifacts", "versions_in_production"], tables.Order());
        var before = await ReadAsync(database, tables);
        Assert.DoesNotContain("", before);
        await database.ExecuteAsync("""
            DELETE FROM version_approvals; DELETE FROM version_artifacts; DELETE FROM versions_in_production; DELETE FROM model_aliases; DELETE FROM former_names; DELETE FROM open_manifests; UPDATE model_versions SET deleted_at = NULL, metrics = '{}', stage = 'Draft', description = 'x', serving_notes = 'x';
            UPDATE models SET production = 9, shadows = '{9}', frozen = NULL, revision = 0, tags = '{}', archived_at = NULL, deleted_at = NULL WHERE name <> 'closed'; UPDATE experiments SET status = 'Draft', verdict = NULL, buckets = NULL
            """);

        var report = await host.Services.GetRequiredService<ReadModelRebuilder>().RebuildAsync();

        Assert.Equal(before, await ReadAsync(database, tables));
        Assert.Equal((report.Of, await database.ScalarAsync<long>("SELECT count(*) FROM events")), (report.Events, report.Events));
    }

    private static async Task LiveAsync(ExperimentHost host)
    {
        var trial = new Trial("won");
        await trial.StartAsync(host);
        Trial.Right(await host.Experiment(trial.Id).Pause(Trial.By(), "look"));
        Trial.Right(await host.Experiment(trial.Id).Resume(Trial.By(), "go on"));
        await trial.LiveAsync(host, 0, 12);
        Assert.NotNull(Trial.Right(await host.Experiment(trial.Id).Conclude(Trial.By(), "enough")).Verdict?.Winner);

        var givenUp = host.Experiment(Trial.NewId());
        Trial.Right(await givenUp.Plan(Trial.By(), trial.Plan with { Name = "given up" }));
        Trial.Right(await givenUp.Cancel(Trial.By(), "no longer of interest"));

        var model = host.Model(trial.ModelId);
        Trial.Right(await model.RollBack(Trial.By(), new RollBackModel { Reason = "worse" }));
        Trial.Right(await model.SetAlias(Trial.By(), new SetAlias { Alias = "champion", Number = 1 }));
        Trial.Right(await model.SetAlias(Trial.By(), new SetAlias { Alias = "gone", Number = 2 }));
        Trial.Right(await model.RemoveAlias(Trial.By(), new RemoveAlias { Alias = "gone" }));
        Trial.Right(await model.SetShadows(Trial.By(), new SetShadows { Numbers = [2], Reason = "watch" }));
        Trial.Right(await model.Freeze(Trial.By(), new FreezePromotions { Reason = "wild", ReportId = Trial.NewId(), AsOf = DateTimeOffset.UnixEpoch, Features = ["f"] }));
        Trial.Right(await model.Thaw(Trial.By(), new ThawPromotions { Reason = "calm" }));
        Trial.Right(await model.Freeze(Trial.By(), new FreezePromotions { Reason = "wild again", ReportId = Trial.NewId(), AsOf = DateTimeOffset.UnixEpoch }));
        await LiveOpenAsync(host.Model(Trial.NewId()));
        Trial.Right(await model.Edit(Trial.By(), new EditModel { Description = "edited", SetTags = ImmutableDictionary<string, string>.Empty.Add("team", "alpha") }));
        Trial.Right(await model.EditVersion(Trial.By(), new EditVersion { Number = 2, Description = "edited", ServingNotes = "slow", ServingEndpoint = "" }));
        Trial.Right(await model.Rename(Trial.By(), new RenameModel { Name = "renamed" }));
        Assert.Equal(1, (await model.Get())!.Production);

        var (one, other) = (host.Model(Trial.NewId()), host.Model(Trial.NewId()));
        Trial.Right(await one.Create(Trial.By(), new CreateModel { Name = "left" }));
        Trial.Right(await other.Create(Trial.By(), new CreateModel { Name = "right" }));
        Trial.Right(await one.Rename(Trial.By(), new RenameModel { Name = "between" }));
        Trial.Right(await other.Rename(Trial.By(), new RenameModel { Name = "left" }));
        Trial.Right(await one.Rename(Trial.By(), new RenameModel { Name = "right" }));

        var closed = host.Model(Trial.NewId());
        Trial.Right(await closed.Create(Trial.By(), new CreateModel { Name = "closed" }));
        Trial.Right(await closed.Archive(Trial.By(), new ArchiveModel { Reason = "unused" }));
        Trial.Right(await closed.Restore(Trial.By(), new RestoreModel { Reason = "used" }));
        Trial.Right(await closed.Archive(Trial.By(), new ArchiveModel { Reason = "unused again" }));
        Trial.Right(await closed.Delete(Trial.By(), new DeleteModel { Reason = "gone" }));
    }

    /// <summary>Of three versions in a run that is not known here one stays open, one is closed, and one is deleted.</summary>
    private static async Task LiveOpenAsync(IModelGrain open)
    {
        Trial.Right(await open.Create(Trial.By(), new CreateModel { Name = "open", Lifecycle = LifecycleProfile.Open }));
        for (var number = 1; number <= 3; number++)
            Trial.Right(await open.Register(Trial.By(), Registry.Commands.Version() with { RunId = Trial.NewId(), ManifestOpen = true, Metrics = ImmutableDictionary<string, double>.Empty.Add("auc", 0.5) }));
        Trial.Right(await open.CloseManifest(Trial.By(), new CloseManifest { Number = 2 }));
        Trial.Right(await open.SetAlias(Trial.By(), new SetAlias { Alias = "third", Number = 3 }));
        Trial.Right(await open.DeleteVersion(Trial.By(), new DeleteVersion { Number = 3, Reason = "wrong" }));
    }

    private static IEnumerable<string> TypesOf<TEvent>()
        => typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => (string)derived.TypeDiscriminator!);

    private static async Task<string[]> EventTypesAsync(TestDatabase database)
        => [.. (await database.ScalarAsync<string[]>("SELECT array_agg(DISTINCT type) FROM events")).Order()];

    /// <summary>All rows of each table. The routing revision is left out: a rebuild moves it on, so that hosts read again.</summary>
    private static async Task<List<string>> ReadAsync(TestDatabase database, IEnumerable<string> tables)
    {
        var rows = new List<string>();
        foreach (var table in tables)
            rows.Add(await database.ScalarAsync<string>($"SELECT coalesce(string_agg(row, E'\\n' ORDER BY row), '') FROM (SELECT (to_jsonb(t) - 'routing_revision')::text AS row FROM {table} t) rows"));
        return rows;
    }
}
