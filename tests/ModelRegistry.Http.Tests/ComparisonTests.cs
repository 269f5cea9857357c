using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class ComparisonTests(RegistryServer server)
{
    [Fact]
    public async Task Compare_TwoVersions_SaysWhatIsDifferent()
    {
        var model = await TwoVersionsAsync();
        var found = (await server.Admin.GetAsync($"models/{model}/compare?a=1&b=latest&direction.custom=decrease")).Json;

        var metrics = found["metrics"]!.AsArray().ToDictionary(metric => metric!["name"]!.GetValue<string>(), metric => metric!);
        Assert.Equal((0.25, true), (metrics["rmse"]["percent"]!.GetValue<double>() / -100, metrics["rmse"]["improved"]!.GetValue<bool>()));
        Assert.False(metrics["custom"]["improved"]!.GetValue<bool>());
        Assert.Null(metrics["sharpe"]["change"]);
        Assert.Equal("""["eta"] ["rounds"] [{"name":"depth","before":"6","after":"4"}]""", $"{found["paramsAdded"]!.ToJsonString()} {found["paramsRemoved"]!.ToJsonString()} {found["paramsChanged"]!.ToJsonString()}");
        Assert.Equal("""["b"] ["c"] ["a"]""", $"{found["featuresOnlyBefore"]!.ToJsonString()} {found["featuresOnlyAfter"]!.ToJsonString()} {found["featuresCommon"]!.ToJsonString()}");
        Assert.Equal((true, true, true), (found["signatureChanged"]!.GetValue<bool>(), found["artifactChanged"]!.GetValue<bool>(), found["dataChanged"]!.GetValue<bool>()));
        Assert.Null(found["codeChanged"]);
    }

    [Fact]
    public async Task Compare_SeveralVersions_EachWithTheFirst()
    {
        var model = await TwoVersionsAsync();
        var found = (await server.Admin.GetAsync($"models/{model}/compare?v=2&v=1&v=2")).Json["comparisons"]!.AsArray();
        Assert.Equal([(2, 1), (2, 2)], found.Select(one => (one!["before"]!.GetValue<int>(), one["after"]!.GetValue<int>())));
    }

    [Theory]
    [InlineData("a=1", 400, "malformed")]
    [InlineData("v=1", 400, "malformed")]
    [InlineData("a=1&b=2&v=1&v=2", 400, "malformed")]
    [InlineData("a=1&b=9", 404, "version_not_found")]
    [InlineData("a=1&b=2&direction.ic=up", 400, "malformed")]
    public async Task Compare_WhatCannotBeCompared_IsSaid(string query, int status, string code)
    {
        var model = await TwoVersionsAsync();
        (await server.Admin.GetAsync($"models/{model}/compare?{query}")).MustBeProblem(status, code);
    }

    [Fact]
    public async Task Score_TheSameRowsByTwoModels_GivesTheirMetricsSideBySide()
    {
        var (one, other) = (await TwoVersionsAsync(), await server.ServingModelAsync());
        var found = await server.Admin.MustAsync("POST", "models/compare", $$$"""
            {"versions": [{"model": "{{{one}}}", "version": 2}, {"model": "{{{other}}}", "version": "production"}],
             "instances": [{"features": {"a": 1, "b": 2, "c": 0}, "label": 1}, {"features": {"a": 3, "b": -5, "c": 0}, "label": 3}, {"features": {"a": 2, "b": 0, "c": 1}}]}
            """);
        Assert.Equal("3 2", $"{found["rows"]} {found["labelled"]}");
        var (first, second) = (found["versions"]![0]!, found["versions"]![1]!);
        Assert.Equal("[1,3,3] [3,-2,2]", $"{first["scores"]!.ToJsonString()} {second["scores"]!.ToJsonString()}");
        Assert.Equal((0, 1, 1), (first["metrics"]!["rmse"]!.GetValue<double>(), first["metrics"]!["hit_rate"]!.GetValue<double>(), Math.Round(first["metrics"]!["spearman"]!.GetValue<double>(), 9)));
        Assert.Equal((3.5, 0.5, -1), (second["metrics"]!["mae"]!.GetValue<double>(), second["metrics"]!["hit_rate"]!.GetValue<double>(), Math.Round(second["metrics"]!["pearson"]!.GetValue<double>(), 9)));
    }

    [Fact]
    public async Task Score_OutOfScopeOrNotFinite_IsRefused()
    {
        var model = await server.ServingModelAsync();
        var scoped = await server.CallerAsync("scoped", Role.Viewer, "elsewhere");
        var body = $$$"""{"versions": [{"model": "{{{model}}}", "version": 1}], "instances": [{"features": {"a": 1e300}}]}""";
        (await scoped.PostAsync("models/compare", body)).MustBeProblem(404, "model_not_found");
        (await server.Admin.PostAsync("models/compare", body)).MustBeProblem(400, "malformed", "instances[0].features.a");
        (await server.Admin.PostAsync("models/compare", $$$"""{"versions": [{"model": "{{{model}}}", "version": 1}], "instances": []}""")).MustBeProblem(400, "malformed", "instances has 0 rows");
    }

    [Fact]
    public async Task Lineage_OfAVersion_GoesAcrossModels()
    {
        var (source, model) = (await TwoVersionsAsync(), server.NewName("ensem\"ble"));
        var path = Uri.EscapeDataString(model);
        await server.Admin.MustAsync("POST", "models", System.Text.Json.JsonSerializer.Serialize(new { name = model }));
        var digest = (await server.Admin.MustAsync("PUT", "artifacts", """["a", "b"]"""))["digest"]!.GetValue<string>();
        await server.Admin.MustAsync("POST", $"models/{path}/versions", $$$"""{"flavor": "sum", "artifact": "{{{digest}}}", "derivedFrom": [{"model": "{{{source}}}", "version": 2}]}""");

        var found = (await server.Admin.GetAsync($"models/{source}/lineage?version=2")).Json;
        Assert.Equal([$"{source} 1"], found["ancestors"]!.AsArray().Select(Say));
        Assert.Equal([$"{model} 1"], found["descendants"]!.AsArray().Select(Say));
        found = (await server.Admin.GetAsync($"models/{path}/lineage?version=1")).Json;
        Assert.Equal([$"{source} 2", $"{source} 1"], found["ancestors"]!.AsArray().Select(Say));

        Assert.Equal(
            $"graph LR\n  n0[\"{source} v1 1.0.0 Trained\"]\n  n1[\"{source} v2 2.0.0 Trained\"]\n  n2[\"{model.Replace("\"", "#34;", StringComparison.Ordinal)} v1 1.0.0 Trained\"]\n  n0 --> n1\n  n1 --> n2\n",
            (await server.Admin.GetAsync($"models/{path}/lineage?version=1&format=mermaid")).Text);
        Assert.Contains($"label=\"{model.Replace("\"", "\\\"", StringComparison.Ordinal)} v1", (await server.Admin.GetAsync($"models/{path}/lineage?version=1&format=dot")).Text, StringComparison.Ordinal);
        var scoped = await server.CallerAsync("scoped", Role.Viewer, source);
        found = (await scoped.GetAsync($"models/{source}/lineage?version=2")).Json;
        Assert.Equal([$"{source} 1"], found["ancestors"]!.AsArray().Concat(found["descendants"]!.AsArray()).Select(Say));
        scoped = await server.CallerAsync("scoped the other way", Role.Viewer, model);
        found = (await scoped.GetAsync($"models/{path}/lineage?version=1")).Json;
        Assert.Equal("[] []", $"{found["ancestors"]!.ToJsonString()} {found["version"]!["sources"]!.ToJsonString()}");
        (await server.Admin.GetAsync($"models/{path}/lineage?version=1&format=png")).MustBeProblem(400, "malformed", "png");
    }

    private static string Say(System.Text.Json.Nodes.JsonNode? node) => $"{node!["model"]} {node["version"]!["number"]}";

    /// <summary>Version 2 is a child of 1: other inputs, params, metrics and data.</summary>
    private async Task<string> TwoVersionsAsync()
    {
        var name = server.NewName("compared");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        await RegisterAsync(name, """["a", "b"]""", """ "params": {"depth": "6", "rounds": "10"}, "metrics": {"rmse": 4, "sharpe": 1, "custom": 1}, "manifest": {"datasetHash": "d1"} """);
        await RegisterAsync(name, """["a", "c"]""", """ "parent": 1, "params": {"depth": "4", "eta": "0.1"}, "metrics": {"rmse": 3, "custom": 2}, "manifest": {"datasetHash": "d2", "codeFingerprint": "c"} """);
        return name;
    }

    private async Task RegisterAsync(string model, string inputs, string rest)
    {
        var digest = (await server.Admin.MustAsync("PUT", "artifacts", inputs))["digest"]!.GetValue<string>();
        await server.Admin.MustAsync("POST", $"models/{model}/versions", $$"""{"flavor": "sum", "artifact": "{{digest}}", {{rest}}}""");
    }
}
