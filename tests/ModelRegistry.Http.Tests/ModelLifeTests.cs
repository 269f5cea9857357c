using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary>Models and versions from their first description to their deletion.</summary>
[Collection(ServerCollection.Name)]
public sealed class ModelLifeTests(RegistryServer server)
{
    [Fact]
    public async Task Edit_ModelAndVersion_IsReadBackAndStandsInTheHistory()
    {
        var model = await server.ServingModelAsync();
        await server.Admin.MustAsync("PATCH", $"models/{model}", """{"description": "ranks stocks", "tags": {"team": "alpha"}}""");
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1",
            """{"description": "the first", "tags": {"a": "1", "b": "2"}, "servingEndpoint": "https://scores", "deploymentConfig": "{\"replicas\": 2}"}""");
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1", """{"removeTags": ["a"], "servingNotes": "slow", "servingEndpoint": ""}""");

        var version = (await server.Admin.GetAsync($"models/{model}/versions/1")).Json;
        Assert.Equal("the first|slow|{\"replicas\": 2}", $"{version["description"]}|{version["servingNotes"]}|{version["deploymentConfig"]}");
        Assert.Null(version["servingEndpoint"]);
        Assert.Equal("""{"b":"2"}""", version["tags"]!.ToJsonString());
        var shown = (await server.Admin.GetAsync($"models/{model}")).Json;
        Assert.Equal(("ranks stocks", "alpha"), (shown["description"]!.GetValue<string>(), shown["tags"]!["team"]!.GetValue<string>()));
        var history = (await server.Admin.GetAsync($"models/{model}/history")).Text;
        Assert.Contains("version-edited", history, StringComparison.Ordinal);
        Assert.Contains("model-edited", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_MoreTagsThanAllowed_IsRefusedAndNothingIsChanged()
    {
        var model = await server.ServingModelAsync();
        var many = new JsonObject(Enumerable.Range(0, 1_000).Select(i => KeyValuePair.Create($"t{i}", (JsonNode?)"")));
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1", new JsonObject { ["tags"] = many }.ToJsonString());
        var answer = await server.Admin.SendAsync("PATCH", $"models/{model}/versions/1", """{"tags": {"one more": ""}}"""u8.ToArray());
        answer.MustBeProblem(409, "too_many", "1000");
        Assert.Equal(1_000, (await server.Admin.GetAsync($"models/{model}/versions/1")).Json["tags"]!.AsObject().Count);
    }

    [Fact]
    public async Task Rename_KeepsEverything_AndRepeatedAnswersTheSame()
    {
        var old = await server.ServingModelAsync();
        var id = (await server.Admin.GetAsync($"models/{old}")).Json["id"]!.GetValue<string>();
        var name = server.NewName("renamed");
        var taken = await server.ServingModelAsync();
        (await server.Admin.SendAsync("PATCH", $"models/{old}", Body($$"""{"name": "{{taken}}"}"""))).MustBeProblem(409, "model_exists", taken);
        (await server.Admin.SendAsync("PATCH", $"models/{old}", Body($$"""{"name": "{{name}}", "description": "x"}"""))).MustBeProblem(400, "malformed", "of its own");

        var first = await server.Admin.SendAsync("PATCH", $"models/{old}", Body($$"""{"name": "{{name}}"}"""), ("Idempotency-Key", "rename-it"));
        var again = await server.Admin.SendAsync("PATCH", $"models/{old}", Body($$"""{"name": "{{name}}"}"""), ("Idempotency-Key", "rename-it"));

        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal(id, (await server.Admin.GetAsync($"models/{name}")).Json["id"]!.GetValue<string>());
        (await server.Admin.GetAsync($"models/{old}")).MustBeProblem(404, "model_not_found");
        await server.Admin.MustAsync("POST", $"models/{name}/predict", """{"instances": [{"features": {"a": 1}}]}""");
    }

    [Fact]
    public async Task Delete_FreesTheName_KeepsTheHistory_AndRepeatedAnswersTheSame()
    {
        var model = await server.ServingModelAsync();
        var id = (await server.Admin.GetAsync($"models/{model}")).Json["id"]!.GetValue<string>();
        (await server.Admin.SendAsync("DELETE", $"models/{model}?reason=old", body: null)).MustBeProblem(409, "model_in_production", model);

        var first = await server.Admin.SendAsync("DELETE", $"models/{model}?reason=old&force=true", body: null, ("Idempotency-Key", "delete-it"));
        var again = await server.Admin.SendAsync("DELETE", $"models/{model}?reason=old&force=true", body: null, ("Idempotency-Key", "delete-it"));

        Assert.Equal((200, 200, first.Text), (first.Status, again.Status, again.Text));
        (await server.Admin.GetAsync($"models/{model}")).MustBeProblem(404, "model_not_found");
        (await server.Admin.GetAsync($"models/id:{id}")).MustBeProblem(404, "model_not_found");
        Assert.Contains("model-deleted", (await server.Admin.GetAsync($"models/id:{id}/history")).Text, StringComparison.Ordinal);

        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}", "lifecycle": "Open"}""");
        await server.RegisterAsync(model);
        var fresh = (await server.Admin.GetAsync($"models/{model}")).Json;
        Assert.NotEqual(id, fresh["id"]!.GetValue<string>());
        Assert.Equal(1, Assert.Single(fresh["versions"]!.AsArray())!["number"]!.GetValue<int>());
    }

    [Fact]
    public async Task Archive_ClosesAModelAndRestoreOpensIt()
    {
        var model = server.NewName();
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}""");
        await server.Admin.MustAsync("POST", $"models/{model}/archive", """{"reason": "done"}""");
        (await server.Admin.SendAsync("PATCH", $"models/{model}", Body("""{"description": "x"}"""))).MustBeProblem(409, "model_archived", "restore");
        await server.Admin.MustAsync("POST", $"models/{model}/restore", """{"reason": "again"}""");
        await server.Admin.MustAsync("PATCH", $"models/{model}", """{"description": "x"}""");
        var scientist = await server.CallerAsync("ada", Role.Scientist);
        Assert.Equal(403, (await scientist.PostAsync($"models/{model}/archive", "{}")).Status);
    }

    [Fact]
    public async Task RollBack_AsNewVersion_IsVerifiedLikeAnyOther()
    {
        var model = await server.ServingModelAsync();
        await server.RegisterAsync(model);
        await server.Admin.MustAsync("POST", $"models/{model}/versions/1/transitions", """{"to": "Archived"}""");
        await server.Admin.MustAsync("POST", $"models/{model}/versions/2/transitions", """{"to": "Production"}""");

        var back = await server.Admin.MustAsync("POST", $"models/{model}/rollback", """{"to": 1, "reason": "worse", "asNewVersion": true}""");

        Assert.Equal((3, "Production"), (back["version"]!["number"]!.GetValue<int>(), back["version"]!["stage"]!.GetValue<string>()));
        var version = (await server.Admin.GetAsync($"models/{model}/versions/3")).Json;
        Assert.Equal("true", version["tags"]!["rollback_from_2"]!.GetValue<string>());
        Assert.True((await server.Admin.GetAsync($"models/{model}/versions/3/verify")).Json["verified"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Verify_SomethingWasChanged_NamesIt()
    {
        var model = await server.ServingModelAsync();
        var sound = (await server.Admin.GetAsync($"models/{model}/versions/1/verify")).Json;
        Assert.Equal(
            ["manifest Verified", "trainingConfigHash NotComputed", "artifact Verified", "featureGraphHash NotComputed"],
            sound["parts"]!.AsArray().Select(part => $"{part!["part"]} {part["outcome"]}"));

        await server.Database.ExecuteAsync($"UPDATE model_versions v SET metrics = '{{\"ic\": 9}}' FROM models m WHERE m.id = v.model_id AND m.name = '{model}'");
        var changed = (await server.Admin.GetAsync($"models/{model}/versions/1/verify")).Json;

        Assert.False(changed["verified"]!.GetValue<bool>());
        Assert.Equal("manifest", Assert.Single(changed["parts"]!.AsArray(), part => part!["outcome"]!.GetValue<string>() == "Mismatch")!["part"]!.GetValue<string>());
    }

    [Fact]
    public async Task Register_DerivedFromAnotherModel_IsKeptByItsId()
    {
        var source = await server.ServingModelAsync();
        var model = server.NewName();
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}""");
        var digest = (await server.Admin.MustAsync("PUT", "artifacts", """["a", "b"]"""))["digest"]!.GetValue<string>();
        string Registration(string sources) => $$$"""{"flavor": "sum", "artifact": "{{{digest}}}", "properties": {"seed": "7"}, "derivedFrom": {{{sources}}}}""";

        (await server.Admin.PostAsync($"models/{model}/versions", Registration("""[{"model": "nobody", "version": 1}]"""))).MustBeProblem(404, "model_not_found");
        (await server.Admin.PostAsync($"models/{model}/versions", Registration($$"""[{"model": "{{source}}", "version": 9}]"""))).MustBeProblem(404, "version_not_found");
        await server.Admin.MustAsync("POST", $"models/{model}/versions", Registration($$"""[{"model": "{{source}}", "version": "production"}]"""));

        var version = (await server.Admin.GetAsync($"models/{model}/versions/1")).Json;
        Assert.Equal(1, Assert.Single(version["derivedFrom"]!.AsArray())!["number"]!.GetValue<int>());
        Assert.Equal("7", version["properties"]!["seed"]!.GetValue<string>());
        Assert.True((await server.Admin.GetAsync($"models/{model}/versions/1/verify")).Json["verified"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Unused_ListsWhatNobodyAskedForSince()
    {
        var model = await server.ServingModelAsync("idle");
        var scoped = await server.CallerAsync("idler", Role.Viewer, model);
        var later = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddDays(1).ToString("O"));
        var unused = Assert.Single((await scoped.GetAsync($"unused-models?since={later}")).Json["models"]!.AsArray())!;
        Assert.Equal((model, 1), (unused["name"]!.GetValue<string>(), unused["production"]!.GetValue<int>()));
        var earlier = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddDays(-1).ToString("O"));
        Assert.Empty((await scoped.GetAsync($"unused-models?since={earlier}")).Json["models"]!.AsArray());
    }

    [Fact]
    public async Task IfMatch_AnOlderRevision_IsRefusedAndNothingIsChanged()
    {
        var model = await server.ServingModelAsync();
        var seen = (await server.Admin.GetAsync($"models/{model}")).ETag!;
        await server.Admin.MustAsync("PATCH", $"models/{model}", """{"description": "x"}""");
        Assert.Equal(412, (await server.Admin.SendAsync("PATCH", $"models/{model}", Body("""{"description": "y"}"""), ("If-Match", seen))).Status);
        Assert.Equal("x", (await server.Admin.GetAsync($"models/{model}")).Json["description"]!.GetValue<string>());
    }

    private static byte[] Body(string json) => System.Text.Encoding.UTF8.GetBytes(json);
}
