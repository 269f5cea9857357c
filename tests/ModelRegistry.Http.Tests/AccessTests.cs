using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class AccessTests(RegistryServer server)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mr_not-a-token")]
    public async Task AnyCall_WithoutAGoodToken_IsUnauthenticated(string? token) =>
        (await new ApiCaller(server.Address, token).GetAsync("models")).MustBeProblem(401, "unauthenticated", "Bearer");

    [Fact]
    public async Task RevokedToken_SeenForTheFirstTime_IsUnauthenticated()
    {
        var made = await server.Admin.MustAsync("POST", "tokens", """{"principal": "leaver", "role": "Viewer"}""");
        var id = made["access"]!["id"]!.GetValue<string>();
        Assert.Equal(204, (await server.Admin.SendAsync("DELETE", $"tokens/{id}", null)).Status);
        (await new ApiCaller(server.Address, made["token"]!.GetValue<string>()).GetAsync("models")).MustBeProblem(401, "unauthenticated");
        (await server.Admin.SendAsync("DELETE", $"tokens/{Guid.Empty}", null)).MustBeProblem(404, "token_not_found");
    }

    [Theory]
    [InlineData(Role.Viewer, "POST", "models")]
    [InlineData(Role.Viewer, "POST", "models/x/predict")]
    [InlineData(Role.Viewer, "POST", "models/x/actuals")]
    [InlineData(Role.Viewer, "PUT", "artifacts")]
    [InlineData(Role.Viewer, "POST", "artifacts/trees")]
    [InlineData(Role.Approver, "POST", "artifacts/collect")]
    [InlineData(Role.Viewer, "POST", "experiments")]
    [InlineData(Role.Viewer, "POST", "models/x/drift/scan")]
    [InlineData(Role.Scientist, "POST", "models/x/versions/1/approvals")]
    [InlineData(Role.Scientist, "POST", "models/x/rollback")]
    [InlineData(Role.Scientist, "PUT", "models/x/traffic")]
    [InlineData(Role.Scientist, "PUT", "models/x/monitor")]
    [InlineData(Role.Scientist, "GET", "audit")]
    [InlineData(Role.Scientist, "GET", "audit/verify")]
    [InlineData(Role.Approver, "POST", "audit/rebuild")]
    [InlineData(Role.Approver, "GET", "notifications")]
    [InlineData(Role.Approver, "POST", "notifications/1/retry")]
    [InlineData(Role.Approver, "POST", "tokens")]
    [InlineData(Role.Approver, "GET", "tokens")]
    public async Task Call_OfTooLowARole_IsForbidden(Role role, string method, string path)
    {
        var caller = await server.CallerAsync("low", role);
        (await caller.SendAsync(method, path, "{}"u8.ToArray())).MustBeProblem(403, "forbidden", role.ToString(), "low");
    }

    [Fact]
    public async Task Scope_OfAToken_HoldsForTheModel()
    {
        var inside = await server.ServingModelAsync("desk");
        var outside = await server.ServingModelAsync("other");
        var id = (await server.Admin.GetAsync($"models/{outside}")).Json["id"]!.GetValue<string>();
        var caller = await server.CallerAsync("trader", Role.Admin, "desk-");

        Assert.Equal(200, (await caller.GetAsync($"models/{inside}")).Status);
        Assert.Equal(200, (await caller.PostAsync($"models/{inside}/predict", """{"instances": [{}]}""")).Status);
        foreach (var model in new[] { outside, $"id:{id}" })
        {
            foreach (var path in new[] { "", "/history", "/versions", "/versions/1", "/versions/1/manifest", "/status", "/monitor", "/retraining", "/lineage", "/drift/reports" })
                (await caller.GetAsync($"models/{model}{path}")).MustBeProblem(404, "model_not_found", model);
            (await caller.PostAsync($"models/{model}/predict", """{"instances": [{}]}""")).MustBeProblem(404, "model_not_found");
            (await caller.PostAsync($"models/{model}/actuals", """{"actuals": [{"entity": "e", "asOf": "2015-01-02T00:00:00Z", "value": 1}]}""")).MustBeProblem(404, "model_not_found");
        }

        Assert.All((await caller.GetAsync("models")).Json["models"]!.AsArray(), model => Assert.StartsWith("desk-", model!["name"]!.GetValue<string>(), StringComparison.Ordinal));
        (await caller.PostAsync("models", """{"name": "elsewhere"}""")).MustBeProblem(403, "out_of_scope", "desk-");
    }

    [Fact]
    public async Task Scope_ThatBeginsLikeAnId_ReachesNoModelById()
    {
        var outside = await server.ServingModelAsync();
        var id = (await server.Admin.GetAsync($"models/{outside}")).Json["id"]!.GetValue<string>();
        var caller = await server.CallerAsync("sly", Role.Admin, "i");
        (await caller.GetAsync($"models/id:{id}")).MustBeProblem(404, "model_not_found");
        (await caller.PostAsync($"models/id:{id}/predict", """{"instances": [{}]}""")).MustBeProblem(404, "model_not_found");
    }

    [Fact]
    public async Task Scope_OfAToken_HoldsForExperiments()
    {
        var model = await server.ServingModelAsync("tested");
        await server.RegisterAsync(model);
        var name = server.NewName("test");
        await server.Admin.MustAsync("POST", "experiments", $$"""
            {"name": "{{name}}", "model": "{{model}}", "metrics": [{"name": "rank_hit", "kind": "proportion", "direction": "increase", "role": "primary"}],
             "variants": [{"name": "champion", "version": 1, "weight": 0.5}, {"name": "challenger", "version": 2, "weight": 0.5}]}
            """);
        var inside = await server.CallerAsync("inside", Role.Scientist, "tested-");
        var outside = await server.CallerAsync("outside", Role.Scientist, "other-");

        Assert.Equal(200, (await inside.GetAsync($"experiments/{name}")).Status);
        Assert.Contains(name, Names(await inside.GetAsync("experiments")), StringComparer.Ordinal);
        (await outside.GetAsync($"experiments/{name}")).MustBeProblem(404, "experiment_not_found", name);
        (await outside.GetAsync($"experiments/{name}/results")).MustBeProblem(404, "experiment_not_found");
        foreach (var command in new[] { "start", "pause", "resume", "conclude", "cancel" })
            (await outside.PostAsync($"experiments/{name}/{command}", """{"reason": "mischief"}""")).MustBeProblem(404, "experiment_not_found");
        Assert.DoesNotContain(name, Names(await outside.GetAsync("experiments")), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Scope_OfAToken_KeepsOutOfWhatConcernsAll()
    {
        var caller = await server.CallerAsync("scoped-admin", Role.Admin, "desk-");
        (await caller.GetAsync("audit")).MustBeProblem(403, "out_of_scope", "history");
        (await caller.GetAsync("tokens")).MustBeProblem(403, "out_of_scope");
        (await caller.PostAsync("tokens", """{"principal": "me", "role": "Admin"}""")).MustBeProblem(403, "out_of_scope");
        (await caller.SendAsync("DELETE", $"tokens/{Guid.Empty}", null)).MustBeProblem(403, "out_of_scope");
    }

    [Fact]
    public async Task Token_IsInNoLogLine()
    {
        await server.Admin.GetAsync("models");
        (await new ApiCaller(server.Address, "mr_quite-unknown-secret").GetAsync("models")).MustBeProblem(401, "unauthenticated");
        Assert.NotEmpty(server.Log.Lines);
        Assert.DoesNotContain(server.Log.Lines, line => line.Text.Contains(server.Admin.Token!, StringComparison.Ordinal) || line.Text.Contains("quite-unknown", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(ApiAnswer answer) => answer.Json["experiments"]!.AsArray().Select(test => ((JsonObject)test!)["name"]!.GetValue<string>());
}
