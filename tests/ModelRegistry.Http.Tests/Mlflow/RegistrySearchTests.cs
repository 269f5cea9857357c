using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class RegistrySearchTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Theory]
    [InlineData("name = 'PREFIX-b'", "", "b")]
    [InlineData("name != 'PREFIX-b' AND name LIKE 'PREFIX-%'", "", "a c")]
    [InlineData("name ILIKE 'prefix-_'", "name DESC", "c b a")]
    [InlineData("name LIKE 'PREFIX-%' AND tags.team = 'x'", "", "a c")]
    [InlineData("NAME like 'PREFIX-%' and tags.`team` != 'x'", "", "b")]
    [InlineData("name LIKE 'PREFIX-%' AND tags.\"team\" LIKE '_'", "", "a b c")]
    [InlineData("name LIKE 'PREFIX-%' AND tags.nothing != 'x'", "", "")]
    [InlineData("name LIKE 'PREFIX-%'", "timestamp", "b c a")]
    [InlineData("name LIKE 'PREFIX-%'", "last_updated_timestamp DESC", "a c b")]
    public async Task SearchModels_Filter_FindsWhatPasses(string filter, string order, string expected)
    {
        var prefix = await ModelsAsync();
        var found = await _mlflow.MustGetAsync($"registered-models/search?{Query(filter, order, prefix)}");
        Assert.Equal(expected, Names(found, prefix));
    }

    [Fact]
    public async Task SearchModels_Rows_AreAsTheModelIsRead()
    {
        var prefix = await ModelsAsync();
        await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{prefix}}-a", "source": "s3://x"}""");
        await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{prefix}}-a", "alias": "champion", "version": "1"}""");
        var found = Assert.Single((await _mlflow.MustGetAsync($"registered-models/search?{Query("name = 'PREFIX-a'", "", prefix)}"))["registered_models"]!.AsArray())!;
        Assert.Equal((await _mlflow.ModelAsync($"{prefix}-a")).ToJsonString(), found.ToJsonString());
        Assert.Equal("champion", (string)found["latest_versions"]![0]!["aliases"]![0]!);
    }

    [Fact]
    public async Task SearchModels_PageByPage_GivesEachOnceAndNoEmptyPage()
    {
        var prefix = await ModelsAsync();
        Assert.Equal(["a", "b", "c"], await PagesAsync($"registered-models/search?max_results=1&{Query("name LIKE 'PREFIX-%'", "", prefix)}", page => Names(page, prefix)));
        Assert.Equal(["a c", "b"], await PagesAsync($"registered-models/search?max_results=2&{Query("name LIKE 'PREFIX-%'", "timestamp DESC", prefix)}", page => Names(page, prefix)));
    }

    [Theory]
    [InlineData("name = 'PREFIX'", "", "4 3 2 1")]
    [InlineData("name = 'PREFIX'", "version_number ASC", "1 2 3 4")]
    [InlineData("name = 'PREFIX'", "last_updated_timestamp ASC", "1 2 3 4")]
    [InlineData("name = 'PREFIX'", "creation_timestamp DESC", "4 3 2 1")]
    [InlineData("name = 'PREFIX'", "name", "4 3 2 1")]
    [InlineData("name = 'PREFIX' AND version_number >= 2 AND version_number < 4", "", "3 2")]
    [InlineData("name = 'PREFIX' AND version_number != 2", "", "4 3 1")]
    [InlineData("attribute.name = 'PREFIX' AND version_number > '2'", "", "4 3")]
    [InlineData("name = 'PREFIX' AND run_id = 'RUN'", "", "2")]
    [InlineData("name = 'PREFIX' AND run_id IN ('RUN', 'x')", "", "2")]
    [InlineData("run_id = 'RUN'", "", "2")]
    [InlineData("name = 'PREFIX' AND source_path = 's3://models/3'", "", "3")]
    [InlineData("name = 'PREFIX' AND source_path LIKE 's3://%'", "", "3 2 1")]
    [InlineData("name = 'PREFIX' AND source_path ILIKE 'MLFLOW-ARTIFACTS:/SHA256/%'", "", "4")]
    [InlineData("name = 'PREFIX' AND tags.odd = 'yes'", "", "3 1")]
    [InlineData("name = 'PREFIX' AND tags.odd != 'yes'", "", "2")]
    public async Task SearchVersions_Filter_FindsWhatPasses(string filter, string order, string expected)
    {
        var (name, run) = await VersionsAsync();
        var found = await _mlflow.MustGetAsync($"model-versions/search?{Query(filter.Replace("RUN", run, StringComparison.Ordinal), order, name)}");
        Assert.Equal(expected, Numbers(found));
    }

    [Fact]
    public async Task SearchVersions_Rows_AreAsTheVersionIsRead_AliasesToo()
    {
        var (name, _) = await VersionsAsync();
        foreach (var alias in new[] { "b", "a" })
            await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "{{alias}}", "version": "2"}""");
        var found = Assert.Single((await _mlflow.MustGetAsync($"model-versions/search?{Query("name = 'PREFIX' AND version_number = 2", "", name)}"))["model_versions"]!.AsArray())!;
        Assert.Equal("""["a","b"]""", found["aliases"]!.ToJsonString());
        Assert.Equal((await _mlflow.MustGetAsync($"model-versions/get?name={name}&version=2"))["model_version"]!.ToJsonString(), found.ToJsonString());
    }

    [Fact]
    public async Task SearchVersions_PageByPage_GivesEachOnce_WhateverComesMeanwhile()
    {
        var (name, _) = await VersionsAsync();
        var query = $"model-versions/search?max_results=2&{Query("name = 'PREFIX'", "", name)}";
        var first = await _mlflow.MustGetAsync(query);
        await server.RegisterAsync(name);
        var second = await _mlflow.MustGetAsync($"{query}&page_token={first["next_page_token"]}");
        Assert.Equal(("4 3", "2 1"), (Numbers(first), Numbers(second)));
        Assert.Null(second["next_page_token"]);
    }

    [Fact]
    public async Task Search_LeavesOutDeletedModels_AndThoseOutOfScope()
    {
        var prefix = await ModelsAsync();
        foreach (var name in new[] { "a", "b" })
            await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{prefix}}-{{name}}", "source": "s3://x"}""");
        var scoped = new MlflowCaller(server.Address, (await server.CallerAsync("search-scoped", Role.Viewer, $"{prefix}-a")).Token);
        Assert.Equal("a", Names(await scoped.MustGetAsync($"registered-models/search?{Query("name LIKE 'PREFIX-%'", "", prefix)}"), prefix));
        Assert.Equal("1", Numbers(await scoped.MustGetAsync($"model-versions/search?{Query("name LIKE 'PREFIX-%'", "", prefix)}")));

        await _mlflow.MustDeleteAsync("registered-models/delete", $$"""{"name": "{{prefix}}-a"}""");
        Assert.Equal("b c", Names(await _mlflow.MustGetAsync($"registered-models/search?{Query("name LIKE 'PREFIX-%'", "", prefix)}"), prefix));
        Assert.Equal("1", Numbers(await _mlflow.MustGetAsync($"model-versions/search?{Query("name LIKE 'PREFIX-%'", "", prefix)}")));
    }

    [Theory]
    [InlineData("registered-models/search?max_results=0", "positive integer")]
    [InlineData("registered-models/search?max_results=1001", "at most 1000")]
    [InlineData("registered-models/search?filter=color%3D'red'", "'color' is no field")]
    [InlineData("registered-models/search?filter=name%3D'a'%20OR%20name%3D'b'", "AND or the end")]
    [InlineData("registered-models/search?filter=name%3E'a'", "numbers")]
    [InlineData("registered-models/search?filter=name%20IN%20('a')", "list")]
    [InlineData("registered-models/search?filter=name%3Da", "quotes")]
    [InlineData("registered-models/search?order_by=tags.a", "is no field")]
    [InlineData("registered-models/search?order_by=creation_timestamp", "is no field")]
    [InlineData("registered-models/search?order_by=name&order_by=name%20DESC", "twice")]
    [InlineData("registered-models/search?page_token=eyJvZmZzZXQiOiAxMH0=", "Invalid page token")]
    [InlineData("model-versions/search?max_results=0", "positive integer")]
    [InlineData("model-versions/search?max_results=200001", "at most 200000")]
    [InlineData("model-versions/search?filter=version_number%3D'one'", "number")]
    [InlineData("model-versions/search?filter=version_number%20LIKE%20'1'", "text")]
    [InlineData("model-versions/search?filter=current_stage%3D'None'", "is no field")]
    [InlineData("model-versions/search?order_by=run_id", "is no field")]
    [InlineData("model-versions/search?page_token=x", "Invalid page token")]
    public async Task Search_WithWhatCannotBe_IsInvalid(string call, string words) => (await _mlflow.GetAsync(call)).MustBeInvalid(words);

    /// <summary>Models a, b and c below a name of their own; the tag team is x, y, x; a was changed last, then c, then b.</summary>
    private async Task<string> ModelsAsync()
    {
        var prefix = server.NewName("found");
        foreach (var (name, team, day) in new[] { ("a", "x", 3), ("b", "y", 1), ("c", "x", 2) })
        {
            await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{prefix}}-{{name}}", "tags": [{"key": "team", "value": "{{team}}"}]}""");
            await server.Database.ExecuteAsync($"UPDATE models SET updated_at = '2020-01-0{day}Z' WHERE name = '{prefix}-{name}'");
        }

        return prefix;
    }

    /// <summary>Four versions, one day after the other: three of MLflow's clients, the second of them of a run, and one of the native API.</summary>
    private async Task<(string Name, string Run)> VersionsAsync()
    {
        var (name, run) = (server.NewName("versions"), await _mlflow.RunAsync());
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        for (var number = 1; number <= 3; number++)
        {
            var more = number == 2 ? $", \"run_id\": \"{run}\"" : "";
            await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://models/{{number}}", "tags": [{"key": "odd", "value": "{{(number == 2 ? "no" : "yes")}}"}]{{more}}}""");
        }

        await server.RegisterAsync(name);
        await server.Database.ExecuteAsync($"UPDATE model_versions SET created_at = '2020-01-01Z'::timestamptz + number * interval '1 day', updated_at = '2020-01-01Z'::timestamptz + number * interval '1 day' WHERE model_id = (SELECT id FROM models WHERE name = '{name}')");
        return (name, run);
    }

    private async Task<List<string>> PagesAsync(string query, Func<JsonNode, string> read)
    {
        var (pages, token) = (new List<string>(), (string?)"");
        while (token is not null)
        {
            var page = await _mlflow.MustGetAsync($"{query}&page_token={token}");
            pages.Add(read(page));
            token = (string?)page["next_page_token"];
        }

        return pages;
    }

    private static string Query(string filter, string order, string name)
    {
        var text = filter.Replace("PREFIX", name, StringComparison.Ordinal).Replace("prefix-", name.ToUpperInvariant() + "-", StringComparison.Ordinal);
        return $"filter={Uri.EscapeDataString(text)}{(order.Length == 0 ? "" : $"&order_by={Uri.EscapeDataString(order)}")}";
    }

    private static string Names(JsonNode found, string prefix) => string.Join(' ', (found["registered_models"]?.AsArray() ?? []).Select(one => ((string)one!["name"]!)[(prefix.Length + 1)..]));

    private static string Numbers(JsonNode found) => string.Join(' ', (found["model_versions"]?.AsArray() ?? []).Select(one => (string)one!["version"]!));
}
