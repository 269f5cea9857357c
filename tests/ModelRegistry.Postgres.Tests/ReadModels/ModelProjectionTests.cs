using System.Text.Json;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.ReadModels.ModelHistory;

namespace ModelRegistry.Postgres.Tests.ReadModels;

[Collection(PostgresCollection.Name)]
public sealed class ModelProjectionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid A = Requests.Id(101);
    private static readonly Guid B = Requests.Id(102);
    private TestDatabase _database = null!;
    private ModelHistory _history = null!;
    private ModelQueries _queries = null!;
    private RoutingReader _routing = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _history = new ModelHistory(_database);
        _queries = new ModelQueries(_database.DataSource);
        _routing = new RoutingReader(_database.DataSource);
        await _history.CreateAsync(A, "stock ranking/α");
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Project_Registered_GivesBackAllThatWasRegistered()
    {
        await _history.AppendAsync(A, Registered(1));

        var details = (await _queries.FindVersionAsync(A, 1))!;

        Assert.Equal((1, "1.1.0", "features changed", Stage.Staging, new string('d', 64)), (details.Number, details.SemanticVersion, details.BumpReason, details.Stage, details.ManifestDigest));
        // Compared as JSON: records compare their dictionaries by reference.
        Assert.Equal(Sorted(ModelHistory.Version(1)), Sorted(details.Registered));
        Assert.Equal(double.NaN, details.Registered.Metrics["sharpe"]);
        Assert.Equal(-0.0123456789012345, details.Registered.Metrics["rank_ic"]);
        Assert.Equal(Requests.Epoch.AddSeconds(2), details.CreatedAt);
        Assert.Equal("alice", details.CreatedBy);
    }

    [Fact]
    public async Task Project_SecondModelOfTheName_IsAViolationOfTheName()
    {
        var result = await _history.CreateAsync(B, "stock ranking/α");

        Assert.Equal(new AppendResult(AppendStatus.Violation, 0, "models_name_key"), result);
        Assert.Null(await _queries.FindAsync(B));
    }

    [Fact]
    public async Task Project_SecondVersionInProductionOfAGovernedModel_IsAViolation()
    {
        await _history.AppendAsync(A, Registered(1), Registered(2));
        await _history.AppendAsync(A, Moved(1, Stage.Staging, Stage.Production));

        var result = await _history.AppendAsync(A, Moved(2, Stage.Staging, Stage.Production));

        Assert.Equal(new AppendResult(AppendStatus.Violation, 4, "versions_in_production_key"), result);
        Assert.Equal(1, (await _queries.FindAsync(A))!.Production);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Project_OneLeavesProductionAsAnotherEnters_InEitherOrder(bool leavesFirst)
    {
        await _history.AppendAsync(A, Registered(1), Registered(2), Moved(1, Stage.Staging, Stage.Production));
        ModelEvent[] moves = [Moved(1, Stage.Production, Stage.Archived), Moved(2, Stage.Staging, Stage.Production)];

        var result = await _history.AppendAsync(A, leavesFirst ? moves : [.. moves.Reverse()]);

        Assert.Equal(AppendStatus.Committed, result.Status);
        Assert.Equal(2, (await _queries.FindAsync(A))!.Production);
        Assert.Equal([Stage.Archived, Stage.Production], (await _queries.ListVersionsAsync(A, 0, 10)).Select(version => version.Stage));
    }

    [Fact]
    public async Task Project_OpenModelWithSeveralInProduction_ServesTheHighest()
    {
        await _history.CreateAsync(B, "open", LifecycleProfile.Open);
        await _history.AppendAsync(B, Registered(1, stage: Stage.Draft), Registered(2, stage: Stage.Draft));
        await _history.AppendAsync(B, Moved(2, Stage.Draft, Stage.Production));
        await _history.AppendAsync(B, Moved(1, Stage.Draft, Stage.Production));

        Assert.Equal(2, (await _routing.ReadAsync(B))!.Production!.Number);

        await _history.AppendAsync(B, Moved(2, Stage.Production, Stage.Archived));
        Assert.Equal(1, (await _routing.ReadAsync(B))!.Production!.Number);
    }

    [Fact]
    public async Task Project_SemanticVersionTwice_IsAViolation()
    {
        await _history.AppendAsync(A, Registered(1, "2.0.0"));

        Assert.Equal("model_versions_semantic_version_key", (await _history.AppendAsync(A, Registered(2, "2.0.0"))).Constraint);
    }

    [Fact]
    public async Task Project_FreezeAndThaw_ShowsInTheSummary()
    {
        await _history.AppendAsync(A, new PromotionsFrozen { Reason = "drift", ReportId = Requests.Id(5), Features = ["return_1d"], AsOf = Requests.Epoch });
        var frozen = (await _queries.FindAsync(A))!.Frozen!;
        Assert.Equal(("drift", Requests.Id(5), "return_1d", Requests.Epoch), (frozen.Reason, frozen.ReportId, Assert.Single(frozen.Features), frozen.AsOf));

        await _history.AppendAsync(A, new PromotionsThawed { Reason = "calm" });
        Assert.Null((await _queries.FindAsync(A))!.Frozen);
    }

    [Fact]
    public async Task ReadRevisions_OnlyChangesOfRouting_MoveThem()
    {
        await _history.AppendAsync(A, Registered(1), Registered(2));
        var before = await RevisionAsync();

        await _history.AppendAsync(A, new AliasSet { Alias = "champion", Number = 1 }, new VersionApproved { Number = 1, Principal = "bob", Role = Role.Approver });
        await _history.AppendAsync(A, Moved(1, Stage.Staging, Stage.Archived));
        Assert.Equal(before, await RevisionAsync());

        await _history.AppendAsync(A, Moved(2, Stage.Staging, Stage.Production));
        var promoted = await RevisionAsync();
        await _history.AppendAsync(A, new ShadowsSet { Numbers = [1] });
        var shadowed = await RevisionAsync();

        Assert.True(before < promoted && promoted < shadowed);
        Assert.DoesNotContain(B, await _routing.ReadRevisionsAsync([A, B]));
    }

    [Fact]
    public async Task ReadRevisions_ChangeThatCommitsAfterAYoungerOne_IsSeen()
    {
        await _history.CreateAsync(B, "other");
        var before = await _routing.ReadRevisionsAsync([A, B]);
        await using var slow = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var touch = new Npgsql.NpgsqlCommand($"SELECT touch_routing('{A}')", slow))
            await touch.ExecuteNonQueryAsync();
        await _history.AppendAsync(B, new ShadowsSet());

        var between = await _routing.ReadRevisionsAsync([A, B]);
        await transaction.CommitAsync();
        var after = await _routing.ReadRevisionsAsync([A, B]);

        Assert.Equal((true, false), (between[A] == before[A], between[B] == before[B]));
        Assert.Equal((false, true), (after[A] == between[A], after[B] == between[B]));
        Assert.True(after[A] < after[B]);
    }

    [Fact]
    public async Task ReadRouting_ProductionAndShadows_CarryWhatAHostNeeds()
    {
        await _history.AppendAsync(A, Registered(1), Registered(2), Registered(3), Moved(2, Stage.Staging, Stage.Production), new ShadowsSet { Numbers = [3, 1] });

        var routing = (await _routing.ReadAsync(A))!;

        Assert.Equal("stock ranking/α", routing.Name);
        Assert.Equal((await _routing.ReadRevisionsAsync([A]))[A], routing.Revision);
        var production = routing.Production!;
        Assert.Equal((2, "stock-ranking", new string('2', 64), new string('f', 64), false), (production.Number, production.Flavor, production.ArtifactDigest, production.FeatureGraphHash, production.Drill));
        Assert.Equal(["z", "a"], production.Inputs.AsEnumerable());
        Assert.Equal([(3, true), (1, false)], routing.Shadows.Select(shadow => (shadow.Number, shadow.Drill)));
        Assert.Null(routing.Experiment);
        Assert.Equal(JsonSerializer.Serialize(production, RegistryJson.Options), JsonSerializer.Serialize(await _routing.ReadVersionAsync(A, 2), RegistryJson.Options));
        Assert.Null(await _routing.ReadVersionAsync(A, 9));
        Assert.Null(await _routing.ReadAsync(B));
    }

    [Fact]
    public async Task ReadRouting_NothingInProduction_HasNoVersions()
    {
        await _history.AppendAsync(A, Registered(1));

        var routing = (await _routing.ReadAsync(A))!;

        Assert.Null(routing.Production);
        Assert.Empty(routing.Shadows);
    }

    [Fact]
    public async Task Find_NameOrId_GivesTheId()
    {
        var directory = new ModelDirectory(_database.DataSource);

        Assert.Equal(A, await directory.FindAsync("stock ranking/α"));
        Assert.Equal(A, await directory.FindAsync($"id:{A}"));
        foreach (var unknown in new[] { "", "stock", "stock ranking/α ", $"id:{B}", "id:nonsense", "a\0b", "' OR true --" })
            Assert.Null(await directory.FindAsync(unknown));
    }

    [Fact]
    public async Task List_ByNamePageByPage_IsOrdinalAndComplete()
    {
        string[] names = ["Zeta", "alpha", "alpha-2", "alpha_1", "beta", "ß"];
        foreach (var (name, index) in names.Select((name, index) => (name, index)))
            await _history.CreateAsync(Requests.Id(200 + index), name);
        var read = new List<string>();
        for (var page = await _queries.ListAsync(null, null, 3); page.Count > 0; page = await _queries.ListAsync(null, read[^1], 3))
            read.AddRange(page.Select(model => model.Name));

        Assert.Equal([.. names.Append("stock ranking/α").Order(StringComparer.Ordinal)], read);
        Assert.Equal(["alpha", "alpha-2", "alpha_1"], (await _queries.ListAsync("alpha", null, 10)).Select(model => model.Name));
        Assert.Empty(await _queries.ListAsync("%", null, 10));
    }

    [Fact]
    public async Task Rebuild_AfterALife_EqualsTheRowsWrittenOnTheWay()
    {
        await _history.AppendAsync(A, Registered(1), Registered(2), new AliasSet { Alias = "champion", Number = 1 });
        await _history.AppendAsync(A, new VersionApproved { Number = 1, Principal = "bob", Role = Role.Approver, Comment = "fine" });
        await _history.AppendAsync(A, Moved(1, Stage.Staging, Stage.Production));
        await _history.AppendAsync(A, Moved(2, Stage.Staging, Stage.Production), Moved(1, Stage.Production, Stage.Archived), new AliasSet { Alias = "champion", Number = 2 });
        await _history.AppendAsync(A, new AliasSet { Alias = "old", Number = 1 }, new ShadowsSet { Numbers = [1] });
        await _history.AppendAsync(A, new AliasRemoved { Alias = "old", Previous = 1 });
        await _history.CreateAsync(B, "open", LifecycleProfile.Open);
        var before = await RowsAsync();

        await new ReadModelRebuilder(_database.DataSource, [new ModelProjection()]).RebuildAsync();

        Assert.Equal(before, await RowsAsync());
        Assert.Contains("champion", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditLog_Filtered_GivesTheLatestFirst()
    {
        await _history.AppendAsync(A, Registered(1), Moved(1, Stage.Staging, Stage.Production));
        await _history.CreateAsync(B, "other");
        var audit = new AuditLog(_database.DataSource);

        var all = await audit.ListAsync(new AuditFilter());
        Assert.Equal(["model-created", "stage-moved", "version-registered", "model-created"], all.Select(entry => entry.Type));
        Assert.Equal([3L, 2L, 1L], (await audit.ListAsync(new AuditFilter { StreamKind = "model", StreamId = A })).Select(entry => entry.Version));
        Assert.Equal(["stage-moved"], (await audit.ListAsync(new AuditFilter { Before = all[0].Position, Limit = 1 })).Select(entry => entry.Type));
        Assert.Equal(2, (await audit.ListAsync(new AuditFilter { From = Requests.Epoch.AddSeconds(2), To = Requests.Epoch.AddSeconds(3) })).Count);
        Assert.Empty(await audit.ListAsync(new AuditFilter { Actor = "mallory" }));
        Assert.Contains("\"to\":\"Production\"", all[1].Payload, StringComparison.Ordinal);
    }

    private async Task<long> RevisionAsync() => (await _routing.ReadRevisionsAsync([A]))[A];

    /// <summary>Everything but the routing revision, which a rebuild moves on so that hosts read again.</summary>
    private Task<string> RowsAsync() => _database.ScalarAsync<string>("""
        SELECT concat_ws('|',
            (SELECT string_agg((to_jsonb(m) - 'routing_revision')::text, ',' ORDER BY id) FROM models m),
            (SELECT string_agg(v::text, ',' ORDER BY model_id, number) FROM model_versions v),
            (SELECT string_agg(a::text, ',' ORDER BY model_id, alias) FROM model_aliases a),
            (SELECT string_agg(p::text, ',' ORDER BY model_id, number) FROM version_approvals p))
        """);

    private static string Sorted<T>(T value)
    {
        var node = JsonSerializer.SerializeToNode(value, RegistryJson.Options)!.AsObject();
        foreach (var name in new[] { "metrics", "params", "tags" })
            node[name] = new System.Text.Json.Nodes.JsonObject(node[name]!.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return node.ToJsonString();
    }
}
