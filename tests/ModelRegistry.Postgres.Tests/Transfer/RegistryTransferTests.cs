using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Sealed;
using ModelRegistry.Postgres.Tests.Backup;
using ModelRegistry.Postgres.Tests.ReadModels;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>From one registry into another.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RegistryTransferTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TransferRegistry _from = null!;
    private TransferRegistry _to = null!;

    public async Task InitializeAsync() => (_from, _to) = (await TransferRegistry.MakeAsync(postgres), await TransferRegistry.MakeAsync(postgres));

    public async Task DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task Import_OfEveryTypeOfEventIntoAnEmptyRegistry_GivesEqualTablesAndAnEqualExport()
    {
        await Lives.LiveAsync(_from);
        await MustHaveEveryTypeAsync();
        var file = await _from.ExportAsync();

        var report = await _to.ImportAsync(file);

        Assert.Equal((5, 0, 0, 10), (report.Added, report.Extended, report.Unchanged, report.Artifacts));
        Assert.Empty(report.Conflicts);
        Assert.Equal(await _from.TablesAsync(), await _to.TablesAsync());
        Assert.True((await _to.Chain.VerifyAsync()).Whole);
        Assert.Equal((await ManifestAsync(file)).Parts.AsEnumerable(), (await ManifestAsync(await _to.ExportAsync())).Parts);
    }

    [Fact]
    public async Task Import_Written_IsEnteredInTheLogAndTellsNoWebhook()
    {
        await _from.ModelAsync(1, "alpha");
        var report = await _to.ImportAsync(await _from.ExportAsync());

        Assert.Equal(2, report.Events);
        Assert.Equal(
            "bob 10.0.0.7 stream-imported model 0 2 " + await _from.Database.ScalarAsync<string>("SELECT encode(head, 'hex') FROM streams"),
            await _to.Database.ScalarAsync<string>("""
                SELECT concat_ws(' ', e.actor, c.origin, e.type, p->>'kind', p->>'from', p->>'to', p->>'head')
                FROM events e JOIN commands c USING (stream_kind, stream_id, command_id), LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS p) AS payload
                WHERE e.stream_kind = 'import'
                """));
        Assert.Equal(0L, await _to.Database.ScalarAsync<long>("SELECT count(*) FROM notifications"));
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        await Lives.LiveAsync(_from);
        var file = await _from.ExportAsync();
        await _to.ImportAsync(file);
        var before = await DatabaseContents.ReadAsync(_to.Database.DataSource);

        var report = await _to.ImportAsync(file);

        Assert.Equal((0, 0, 5, 0L, 0), (report.Added, report.Extended, report.Unchanged, report.Events, report.Artifacts));
        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_to.Database.DataSource));
    }

    [Fact]
    public async Task Import_StreamThatEndsOnTheWayOfTheFile_IsContinued()
    {
        var model = await _from.ModelAsync(1, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _from.History.AppendAsync(model, await _from.VersionAsync(2));
        await _from.History.AppendAsync(model, ModelHistory.Moved(2, Stage.Staging, Stage.Production));
        await _from.History.AppendAsync(model);

        var report = await _to.ImportAsync(await _from.ExportAsync());

        Assert.Equal((0, 1, 0, 2L, 2), (report.Added, report.Extended, report.Unchanged, report.Events, report.Artifacts));
        Assert.Equal(await _from.TablesAsync(), await _to.TablesAsync());
        Assert.True((await _to.Chain.VerifyAsync()).Whole);
    }

    [Fact]
    public async Task Import_OfAnOlderFile_ChangesNothing()
    {
        var model = await _from.ModelAsync(1, "alpha");
        var old = await _from.ExportAsync();
        await _from.History.AppendAsync(model, await _from.VersionAsync(2));

        Assert.Equal((0, 0, 1), await CountsAsync(_from.ImportAsync(old)));
    }

    [Fact]
    public async Task Import_StreamThatWentAnotherWay_IsAConflictAndTheOthersAreImported()
    {
        var model = await _from.ModelAsync(1, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _from.History.AppendAsync(model, ModelHistory.Moved(1, Stage.Staging, Stage.Archived));
        await _from.TestAsync(10, Lives.Planned(10, model), new ExperimentCancelled());
        await _from.ModelAsync(2, "beta");
        var here = new ModelHistory(_to.Database);
        await here.Store.AppendAsync(Tests.Events.Requests.Append(new("model", model), 2, 99, Renamed()));

        var report = await _to.ImportAsync(await _from.ExportAsync());

        Assert.Equal((1, 0, 0, 2), (report.Added, report.Extended, report.Unchanged, report.Conflicts.Length));
        var conflict = report.Conflicts.Single(one => one.Kind == "model");
        Assert.Equal((model, "alpha", ImportConflictKind.Diverged, 3L), (conflict.Id, conflict.Name, conflict.Why, conflict.Version));
        Assert.Equal(await HashAsync(_to, 3), conflict.Here);
        Assert.Equal(await HashAsync(_from, 3), conflict.InFile);
        Assert.Equal(ImportConflictKind.ModelInConflict, report.Conflicts.Single(one => one.Kind == "experiment").Why);
        Assert.Equal("beta other", await _to.Database.ScalarAsync<string>("SELECT string_agg(name, ' ' ORDER BY name) FROM models"));
        Assert.True((await _to.Chain.VerifyAsync()).Whole);
    }

    [Fact]
    public async Task Import_NameThatAnotherHas_IsAConflict()
    {
        await _from.ModelAsync(1, "alpha");
        await _to.ModelAsync(2, "alpha");
        var before = await DatabaseContents.ReadAsync(_to.Database.DataSource);

        foreach (var dryRun in new[] { true, false })
        {
            var conflict = Assert.Single((await _to.ImportAsync(await _from.ExportAsync(), dryRun)).Conflicts);
            Assert.Equal((Lives.Alpha, ImportConflictKind.NameTaken), (conflict.Id, conflict.Why));
            Assert.Contains("'alpha'", conflict.Detail, StringComparison.Ordinal);
        }

        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_to.Database.DataSource));
    }

    [Fact]
    public async Task Import_NameThatItsHolderGivesUpFurtherOn_IsNone()
    {
        await _from.ModelAsync(2, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _from.History.AppendAsync(Lives.Beta, new ModelRenamed { From = "alpha", To = "beta" });
        await _from.ModelAsync(1, "alpha");

        var report = await _to.ImportAsync(await _from.ExportAsync());

        Assert.Empty(report.Conflicts);
        Assert.Equal(await _from.TablesAsync(), await _to.TablesAsync());
    }

    [Fact]
    public async Task Import_NameThatItsHolderKeepsBecauseItIsInConflict_IsAConflictToo()
    {
        await _from.ModelAsync(2, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _to.History.Store.AppendAsync(Tests.Events.Requests.Append(new("model", Lives.Beta), 2, 99, Renamed("alpha", "taken")));
        await _to.ModelAsync(4, "alpha");
        await _from.History.AppendAsync(Lives.Beta, new ModelRenamed { From = "alpha", To = "beta" });
        await _from.ModelAsync(1, "alpha");

        var report = await _to.ImportAsync(await _from.ExportAsync());

        Assert.Equal([(Lives.Alpha, ImportConflictKind.NameTaken), (Lives.Beta, ImportConflictKind.Diverged)], report.Conflicts.Select(one => (one.Id, one.Why)));
    }

    [Fact]
    public async Task Import_WithoutAnArtifactThatIsNotHere_IsAConflictUntilItIs()
    {
        await _from.ModelAsync(1, "alpha");
        var without = await _from.ExportAsync(artifacts: false);

        var conflict = Assert.Single((await _to.ImportAsync(without)).Conflicts);

        Assert.Equal((ImportConflictKind.ArtifactMissing, await _from.PutAsync("artifact 1")), (conflict.Why, conflict.Digest));
        Assert.Empty(await _to.TablesAsync());
        await _to.PutAsync("artifact 1");
        await _to.PutAsync("profile 1");
        Assert.Equal((1, 0, 0), await CountsAsync(_to.ImportAsync(without)));
    }

    [Fact]
    public async Task Import_WithoutArtifacts_TakesVersionsWhoseFilesAreElsewhere()
    {
        await _from.History.CreateAsync(Lives.Alpha, "alpha");
        await _from.History.AppendAsync(Lives.Alpha, ModelHistory.From(1, "s3://models/one"));

        Assert.Equal((1, 0, 0), await CountsAsync(_to.ImportAsync(await _from.ExportAsync(artifacts: false))));

        Assert.Equal(SourceDocument.Of("s3://models/one", ModelHistory.Run), await _to.Artifacts.ReadAsync(ModelHistory.SourceDigest("s3://models/one")));
    }

    [Fact]
    public async Task Import_VersionWhoseArtifactIsATree_BringsItsFiles()
    {
        var tree = await _from.Trees.PutAsync([("model.json", await _from.PutAsync("weights")), ("docs/notes.txt", await _from.PutAsync("notes"))]);
        var version = await _from.VersionAsync(1);
        await _from.History.CreateAsync(Tests.Events.Requests.Id(1), "alpha");
        await _from.History.AppendAsync(Tests.Events.Requests.Id(1), version with { Version = version.Version with { ArtifactDigest = tree.Digest } });
        var file = await _from.ExportAsync();
        Assert.Equal(4, (await _to.ImportAsync(file, dryRun: true)).Artifacts);

        // The list alone is no tree.
        await _to.PutAsync(Encoding.UTF8.GetString(tree.Document));
        Assert.Equal(3, (await _to.ImportAsync(file)).Artifacts);

        Assert.Equal(tree.Files.AsEnumerable(), (await _to.Trees.FindAsync(tree.Digest))!.Value);
        Assert.Equal("notes"u8.ToArray(), await _to.Artifacts.ReadAsync(await _from.PutAsync("notes")));
        Assert.Equal(await _from.TablesAsync(), await _to.TablesAsync());
    }

    [Fact]
    public async Task Import_TreeWithoutOneOfItsFiles_IsAConflict()
    {
        var (notes, profile) = ("notes"u8.ToArray(), "profile 1"u8.ToArray());
        var tree = ArtifactTree.Of([new TreeFile { Path = "notes.txt", Digest = Digest.Of(notes), Size = notes.Length }, new TreeFile { Path = "weights", Digest = Digest.Of("weights"u8), Size = 7 }]);
        var version = ModelHistory.Registered(1) with { Version = ModelHistory.Version(1) with { ArtifactDigest = tree.Digest, ReferenceProfileDigest = Digest.Of(profile) } };
        var lines = await Forged.LinesAsync<ModelEvent>(new("model", Lives.Alpha), new ModelCreated { ModelId = Lives.Alpha, Name = "alpha", Lifecycle = LifecycleProfile.Open }, version);
        var artifacts = new[] { notes, profile, tree.Document }.Select(content => (ArtifactPart.NameOf(Digest.Of(content)), content)).OrderBy(part => part.Item1, StringComparer.Ordinal);

        var before = await DatabaseContents.ReadAsync(_to.Database.DataSource);

        var conflict = Assert.Single((await _to.ImportAsync(await Forged.FileAsync([.. artifacts, (Forged.ModelFile, lines)]))).Conflicts);

        Assert.Equal((ImportConflictKind.ArtifactMissing, Digest.Of("weights"u8)), (conflict.Why, conflict.Digest));
        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_to.Database.DataSource));
    }

    [Fact]
    public async Task Export_OfOneModel_HoldsItAndItsTestsThatHaveEndedAndWhatItNeeds()
    {
        await Lives.LiveAsync(_from);
        await _from.TestAsync(40, Lives.Planned(40, Lives.Alpha, promote: true), Lives.Started, Lives.Won);
        await _from.TestAsync(30, Lives.Planned(30, Lives.Alpha), Lives.Started);

        var manifest = await ManifestAsync(await _from.ExportAsync(Lives.Alpha));

        Assert.Equal(
            [$"streams/experiment/{Tests.Events.Requests.Id(10)}.jsonl", $"streams/model/{Lives.Alpha}.jsonl"],
            manifest.Parts.Select(part => part.Name).Where(name => name.StartsWith("streams/", StringComparison.Ordinal)));
        Assert.Equal((2L, 10L, Lives.Alpha), (manifest.Streams, manifest.Artifacts, manifest.Model));
        Assert.Equal((2, 0, 0), await CountsAsync(_to.ImportAsync(await _from.ExportAsync(Lives.Alpha))));
    }

    [Fact]
    public async Task Import_DryRun_SaysWhatWouldHappenAndWritesNothing()
    {
        await Lives.LiveAsync(_from);
        var (file, before) = (await _from.ExportAsync(), await DatabaseContents.ReadAsync(_to.Database.DataSource));

        var would = await _to.ImportAsync(file, dryRun: true, _ => throw new InvalidOperationException("nothing is written"));

        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_to.Database.DataSource));
        Assert.Equal(would with { DryRun = false }, await _to.ImportAsync(file) with { Conflicts = would.Conflicts });
    }

    [Fact]
    public async Task Import_CutOffAfterAnyStream_GoesOnWhenItIsRepeated()
    {
        await Lives.LiveAsync(_from);
        var file = await _from.ExportAsync();
        for (var streams = 1; streams <= 5; streams++)
        {
            var left = streams;
            await Assert.ThrowsAsync<OperationCanceledException>(() => _to.ImportAsync(file, written: _ => --left == 0 ? throw new OperationCanceledException() : Task.CompletedTask));
            Assert.True((await _to.Chain.VerifyAsync()).Whole);
            Assert.Equal(streams, await _to.Database.ScalarAsync<long>("SELECT count(*) FROM streams WHERE kind <> 'import'"));
        }

        Assert.Equal(await _from.TablesAsync(), await _to.TablesAsync());
    }

    [Fact]
    public async Task Import_StreamThatIsChangedMeanwhile_IsAConflictThatTheNextImportDecidesOn()
    {
        await _from.ModelAsync(1, "alpha");
        await _from.ModelAsync(2, "beta");
        await _to.ImportAsync(await _from.ExportAsync());
        await _from.History.AppendAsync(Lives.Alpha, ModelHistory.Moved(1, Stage.Staging, Stage.Archived));
        await _from.History.AppendAsync(Lives.Beta, ModelHistory.Moved(1, Stage.Staging, Stage.Archived));

        var report = await _to.ImportAsync(await _from.ExportAsync(), written: async stream =>
        {
            if (stream.Id == Lives.Alpha)
                await _to.History.Store.AppendAsync(Tests.Events.Requests.Append(new("model", Lives.Beta), 2, 99, Renamed("beta", "other")));
        });

        Assert.Equal((Lives.Beta, ImportConflictKind.Changed), report.Conflicts.Select(one => (one.Id, one.Why)).Single());
        Assert.Equal(1, report.Extended);
        Assert.Equal(ImportConflictKind.Diverged, Assert.Single((await _to.ImportAsync(await _from.ExportAsync())).Conflicts).Why);
    }

    [Fact]
    public async Task Import_WhatTheTablesDoNotTake_IsAConflictAndNothingOfTheStreamIsWritten()
    {
        var (model, version) = (new StreamId("model", Lives.Alpha), await _to.VersionAsync(1));
        var lines = await Forged.LinesAsync<ModelEvent>(
            model,
            new ModelCreated { ModelId = model.Id, Name = "alpha", Lifecycle = LifecycleProfile.Open },
            version,
            new VersionEdited { Number = 1, SetTags = Enumerable.Range(0, 1001).ToImmutableDictionary(i => $"t{i}", _ => "") });

        var conflict = Assert.Single((await _to.ImportAsync(await Forged.FileAsync((Forged.ModelFile, lines)))).Conflicts);

        Assert.Equal(ImportConflictKind.Refused, conflict.Why);
        Assert.Contains("model_versions_tags_limit", conflict.Detail, StringComparison.Ordinal);
        Assert.Equal(0L, await _to.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM streams) + (SELECT count(*) FROM models)"));
    }

    [Fact]
    public async Task Import_TestThatEndedWhileAnotherOfItsModelRunsHere_IsAdded()
    {
        var model = await _from.ModelAsync(1, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _to.TestAsync(30, Lives.Planned(30, model), Lives.Started);
        await _from.TestAsync(10, Lives.Planned(10, model));
        await _from.TestAsync(10, Lives.Started);
        await _from.TestAsync(10, Lives.Won);

        Assert.Equal((1, 0, 1), await CountsAsync(_to.ImportAsync(await _from.ExportAsync())));
        Assert.Equal("Concluded Running", await _to.Database.ScalarAsync<string>("SELECT string_agg(status, ' ' ORDER BY status) FROM experiments"));
    }

    [Fact]
    public async Task Import_OntoAStreamWhoseHeadIsBroken_IsAConflictAndWritesNothing()
    {
        var model = await _from.ModelAsync(1, "alpha");
        await _to.ImportAsync(await _from.ExportAsync());
        await _from.History.AppendAsync(model, ModelHistory.Moved(1, Stage.Staging, Stage.Archived));
        await _to.Database.ExecuteAsync("UPDATE streams SET head = head || 'x' WHERE kind = 'model'");
        var before = await DatabaseContents.ReadAsync(_to.Database.DataSource);

        var conflict = Assert.Single((await _to.ImportAsync(await _from.ExportAsync())).Conflicts);

        Assert.Equal(ImportConflictKind.Refused, conflict.Why);
        Assert.Contains("its chain does not come out as it is in the file", conflict.Detail, StringComparison.Ordinal);
        before["definitions"] = (await DatabaseContents.ReadAsync(_to.Database.DataSource))["definitions"]; // sequences go on
        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_to.Database.DataSource));
    }

    [Theory]
    [InlineData("UPDATE events SET actor = 'mallory' WHERE version = 1", "event 1 (model-created) does not have the hash")]
    [InlineData("DELETE FROM events WHERE version = 2", "leaves the stream at 2")]
    [InlineData("UPDATE streams SET version = 3", "its head is at 3")]
    public async Task Export_OfAChainThatDoesNotHold_IsRefused(string change, string why)
    {
        await _from.ModelAsync(1, "alpha");
        await _from.Database.ExecuteAsync(change);

        Assert.Contains(why, (await Assert.ThrowsAsync<ExportRefusedException>(() => _from.ExportAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithAnArtifactThatIsGone_IsRefusedUnlessItIsLeftOut()
    {
        await _from.History.CreateAsync(Lives.Alpha, "alpha");
        await _from.History.AppendAsync(Lives.Alpha, ModelHistory.Registered(1));

        Assert.Contains(new string('1', 64), (await Assert.ThrowsAsync<ExportRefusedException>(() => _from.ExportAsync())).Message, StringComparison.Ordinal);
        Assert.Equal(0, (await ManifestAsync(await _from.ExportAsync(artifacts: false))).Artifacts);
    }

    private static NewEvent Renamed(string from = "alpha", string to = "other") =>
        Tests.Events.Requests.Event($$"""{"type":"model-renamed","from":"{{from}}","to":"{{to}}"}""", "model-renamed");

    private static async Task<(int, int, int)> CountsAsync(Task<ImportReport> import)
    {
        var report = await import;
        Assert.Empty(report.Conflicts);
        return (report.Added, report.Extended, report.Unchanged);
    }

    private static Task<ExportManifest> ManifestAsync(byte[] file) => ExportFile.VerifyAsync(new MemoryStream(file));

    private static Task<string> HashAsync(TransferRegistry registry, long version) =>
        registry.Database.ScalarAsync<string>($"SELECT encode(hash, 'hex') FROM events WHERE stream_kind = 'model' AND stream_id = '{Lives.Alpha}' AND version = {version}");

    private async Task MustHaveEveryTypeAsync()
    {
        var all = TypesOf<ModelEvent>().Concat(TypesOf<ExperimentEvent>()).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join(' ', all), await _from.Database.ScalarAsync<string>("SELECT string_agg(DISTINCT type, ' ' ORDER BY type) FROM events"));
    }

    private static IEnumerable<string> TypesOf<TEvent>() =>
        typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => (string)derived.TypeDiscriminator!);
}
