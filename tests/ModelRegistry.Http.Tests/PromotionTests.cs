using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class PromotionTests(RegistryServer server)
{
    [Fact]
    public async Task Promote_DryRun_ShowsWhatWouldFailAndChangesNothing()
    {
        var model = await GovernedAsync();
        var before = await server.Admin.GetAsync($"models/{model}");

        var review = await server.Admin.MustAsync("POST", $"ml/{model}/promote?dryRun=true", """{"version": 1}""");

        Assert.False(review["wouldPass"]!.GetValue<bool>());
        Assert.Equal("gates_failed", review["refusal"]!["code"]!.GetValue<string>());
        Assert.Equal(["min_rank_ic"], Failed(review["gates"]!));
        Assert.Equal(before.Text, (await server.Admin.GetAsync($"models/{model}")).Text);

        review = await server.Admin.MustAsync("POST", $"ml/{model}/promote?dryRun=true", """{"version": 1, "overrides": {"min_rank_ic": "-Infinity"}}""");
        Assert.True(review["wouldPass"]!.GetValue<bool>());
        Assert.Equal(["Trained → Validated", "Validated → Staging", "Staging → Production"], review["walked"]!.AsArray().Select(step => step!.GetValue<string>()));
        Assert.Equal(before.Text, (await server.Admin.GetAsync($"models/{model}")).Text);
    }

    [Fact]
    public async Task Transition_DryRun_TellsOfAnArrowThatIsNotThere()
    {
        var model = await GovernedAsync();
        var review = await server.Admin.MustAsync("POST", $"models/{model}/versions/1/transitions?dryRun=true", """{"to": "Staging"}""");
        Assert.Equal((false, "illegal_transition"), (review["wouldPass"]!.GetValue<bool>(), review["refusal"]!["code"]!.GetValue<string>()));
        review = await server.Admin.MustAsync("POST", $"models/{model}/versions/1/transitions?dryRun=true", """{"to": "Validated"}""");
        Assert.True(review["wouldPass"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Policy_OfAModel_SaysEachGateAndWhereItComesFrom()
    {
        var model = await GovernedAsync();
        var policy = (await server.Admin.GetAsync($"models/{model}/policy")).Json;
        var gate = Assert.Single(policy["production"]!.AsArray(), gate => gate!["gate"]!.GetValue<string>() == "min_rank_ic")!;
        Assert.Equal((0.02, "defaults", "Archived"), (gate["threshold"]!.GetValue<double>(), gate["source"]!.GetValue<string>(), policy["supersededTo"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Simulate_ByAnotherPolicy_NamesWhatItWouldHaveRefused()
    {
        var model = await GovernedAsync();
        await server.Admin.MustAsync("POST", $"ml/{model}/promote", """{"version": 1, "overrides": {"min_rank_ic": "-Infinity"}, "reason": "the first"}""");

        var refused = await SimulateAsync(model, "defaults: { production: { approvals: 1 } }");
        Assert.Equal((1, 1, 0), (refused["promotions"]!.GetValue<int>(), refused["refused"]!.AsArray().Count, refused["passed"]!.AsArray().Count));
        Assert.Equal(("approvals", "admin"), (refused["refused"]![0]!["failed"]![0]!["gate"]!.GetValue<string>(), refused["refused"]![0]!["actor"]!.GetValue<string>()));

        Assert.Single((await SimulateAsync(model, "defaults: {}"))["passed"]!.AsArray());
        var passed = (await SimulateAsync(model, "defaults: { production: { min_rank_ic: 0.9 } }"))["passed"]![0]!;
        Assert.Equal("min_rank_ic", Assert.Single(passed["byOverride"]!.AsArray())!["gate"]!.GetValue<string>());
        var deep = new JsonObject { ["policy"] = "defaults: " + new string('[', 400_000) }.ToJsonString();
        (await server.Admin.PostAsync("policy/simulate", deep)).MustBeProblem(400, "invalid_policy", "nested");
        (await server.Admin.PostAsync("policy/simulate", """{"policy": "defaults: { production: { rank: 1 } }"}""")).MustBeProblem(400, "invalid_policy", "line 1: 'rank' is not known here");
    }

    [Fact]
    public async Task Simulate_ByACallerWithAScope_SeesItsModelsOnly()
    {
        var mine = await GovernedAsync("mine");
        var other = await GovernedAsync("other");
        foreach (var model in new[] { mine, other })
            await server.Admin.MustAsync("POST", $"ml/{model}/promote", """{"version": 1, "overrides": {"min_rank_ic": "-Infinity"}}""");
        var scoped = await server.CallerAsync("scoped", Role.Viewer, mine);

        var simulated = await scoped.MustAsync("POST", "policy/simulate", """{"policy": ""}""");

        Assert.Equal([mine], simulated["passed"]!.AsArray().Select(promotion => promotion!["model"]!.GetValue<string>()));
        (await scoped.PostAsync("policy/simulate", $$"""{"policy": "", "model": "{{other}}"}""")).MustBeProblem(404, "model_not_found");
    }

    private async Task<string> GovernedAsync(string prefix = "governed")
    {
        var name = server.NewName(prefix);
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        await server.RegisterAsync(name);
        return name;
    }

    private Task<JsonNode> SimulateAsync(string model, string policy) =>
        server.Admin.MustAsync("POST", "policy/simulate", new JsonObject { ["policy"] = policy, ["model"] = model }.ToJsonString());

    private static IEnumerable<string> Failed(JsonNode gates) => gates.AsArray().Where(gate => !gate!["passed"]!.GetValue<bool>()).Select(gate => gate!["gate"]!.GetValue<string>());
}
