using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class SearchTests(RegistryServer server)
{
    [Theory]
    [InlineData("tags.n = '3'", "", "3")]
    [InlineData("tags.n IN ('3', '1') AND stage = 'trained'", "", "1 3")]
    [InlineData("NOT tags.n = '3'", "", "1 2 4")]
    [InlineData("tags.n != '3'", "metrics.ic DESC", "4 2 1")]
    [InlineData("tags.n = '3' OR params.depth = '4'", "number DESC", "4 3")]
    [InlineData("metrics.ic > 0.15", "metrics.ic", "2 4")]
    [InlineData("metrics.ic > 0.15", "metrics.ic DESC", "4 2")]
    [InlineData("", "metrics.ic DESC, number DESC", "4 2 1 3")] // 3 has none and comes last
    [InlineData("", "metrics.ic", "1 2 4 3")]
    [InlineData("version > '1.0.1' AND version != '1.0.3'", "version DESC", "3")]
    [InlineData("version IN ('1.0.0', '1.0.2')", "version", "1 3")]
    [InlineData("params.depth LIKE '_' AND flavor = 'sum'", "", "1 2 3 4")]
    [InlineData("created_at < '2000-01-01'", "", "")]
    [InlineData("created_by = 'admin' AND number >= 2 AND version ILIKE '1.%'", "", "2 3 4")]
    public async Task FindVersions_OfAModel_LetsPassWhatTheFilterSays(string filter, string orderBy, string expected)
    {
        var model = await FourVersionsAsync();
        var found = await server.Admin.GetAsync($"models/{model}/versions?filter={Uri.EscapeDataString(filter)}&orderBy={Uri.EscapeDataString(orderBy)}");
        Assert.True(found.Status == 200, found.Text);
        Assert.Equal(expected, Numbers(found.Json["versions"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics.ic DESC")]
    [InlineData("metrics.ic")]
    [InlineData("tags.n DESC, created_at")]
    public async Task FindVersions_PageByPage_IsTheSameAsAtOnceThoughVersionsCome(string orderBy)
    {
        var model = await FourVersionsAsync();
        var query = $"models/{model}/versions?filter=&orderBy={Uri.EscapeDataString(orderBy)}";
        var all = Numbers((await server.Admin.GetAsync(query)).Json["versions"]!);
        var pages = new List<string>();
        string? token = null;
        do
        {
            var page = (await server.Admin.GetAsync($"{query}&pageSize=1{(token is null ? "" : "&pageToken=" + token)}")).Json;
            pages.Add(Numbers(page["versions"]!));
            token = page["nextPageToken"]?.GetValue<string>();
            if (pages.Count == 1)
                await server.RegisterAsync(model); // has no metric and no tag, so it comes last, or after all by number
        }
        while (token is not null);
        Assert.Equal(all, string.Join(' ', pages.Take(4)));
        Assert.Equal("5", Assert.Single(pages.Skip(4)));
    }

    [Fact]
    public async Task FindVersions_OverAllModels_StaysInTheScopeOfTheCaller()
    {
        var mine = await FourVersionsAsync();
        var other = await FourVersionsAsync();
        var scoped = await server.CallerAsync("scoped", Role.Viewer, mine);
        var filter = Uri.EscapeDataString("tags.n = '2'");
        Assert.Equal([mine], (await scoped.GetAsync($"versions?filter={filter}")).Json["versions"]!.AsArray().Select(found => found!["model"]!.GetValue<string>()));
        var all = (await server.Admin.GetAsync($"versions?filter={filter}&pageSize=1000")).Json["versions"]!.AsArray().Select(found => found!["model"]!.GetValue<string>()).ToList();
        Assert.Contains(mine, all);
        Assert.Contains(other, all);
        Assert.Equal([mine], (await scoped.GetAsync($"models?filter={Uri.EscapeDataString("name LIKE '%'")}")).Json["models"]!.AsArray().Select(found => found!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task FindModels_ByTagAndName_FindsThemAndNotTheDeleted()
    {
        var prefix = server.NewName("find");
        foreach (var name in new[] { "a", "b", "c" })
            await server.Admin.MustAsync("POST", "models", $$$"""{"name": "{{{prefix}}}-{{{name}}}", "tags": {"team": "{{{(name == "b" ? "beta" : "alpha")}}}"}}""");
        await server.Admin.SendAsync("DELETE", $"models/{prefix}-c", body: null);
        var filter = Uri.EscapeDataString($"name LIKE '{prefix}%' AND tags.team = 'alpha'");
        Assert.Equal([$"{prefix}-a"], (await server.Admin.GetAsync($"models?filter={filter}")).Json["models"]!.AsArray().Select(found => found!["name"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("filter=name+%3D+x", "invalid_filter", "at 8: a text in quotes")]
    [InlineData("filter=&orderBy=height", "invalid_filter", "'height' is no field")]
    [InlineData("filter=&pageToken=abc", "invalid_page_token", "none")]
    [InlineData("filter=&pageToken=%F0%9F%98%80", "invalid_page_token", "none")]
    [InlineData("filter=&pageSize=1001", "malformed", "pageSize is 1001")]
    public async Task Find_WhatCannotBeRead_IsSaid(string query, string code, string words)
    {
        (await server.Admin.GetAsync($"versions?{query}")).MustBeProblem(400, code, words);
        (await server.Admin.GetAsync($"models?{query}")).MustBeProblem(400, code, words);
    }

    [Fact]
    public async Task Find_TokenOfAnotherSearchOrMadeByHand_IsRefused()
    {
        var model = await FourVersionsAsync();
        var token = (await server.Admin.GetAsync($"models/{model}/versions?filter=&orderBy=metrics.ic&pageSize=1")).Json["nextPageToken"]!.GetValue<string>();
        (await server.Admin.GetAsync($"models/{model}/versions?filter=&orderBy=metrics.ic+DESC&pageToken={token}")).MustBeProblem(400, "invalid_page_token", "another search");
        (await server.Admin.GetAsync($"versions?filter=&orderBy=metrics.ic&pageToken={token}")).MustBeProblem(400, "invalid_page_token", "another search");

        foreach (var (place, value) in new (int, string?)[] { (0, "0); DROP TABLE models; --"), (0, "\0"), (1, null), (1, "no id"), (2, "1e9"), (2, "99999999999") })
        {
            var form = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token))!;
            form["p"]![place] = value;
            var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(form.ToJsonString()));
            (await server.Admin.GetAsync($"models/{model}/versions?filter=&orderBy=metrics.ic&pageToken={forged}")).MustBeProblem(400, "invalid_page_token", "none");
        }

        var surrogate = System.Buffers.Text.Base64Url.EncodeToString("""{"s":"x","p":["\ud800",null,null]}"""u8);
        (await server.Admin.GetAsync($"models/{model}/versions?filter=&orderBy=name&pageToken={surrogate}")).MustBeProblem(400, "invalid_page_token", "none");
    }

    /// <summary>Each with its number as a tag; metric ic 0.1, 0.2, none, 0.3; depth 6, 6, 6, 4.</summary>
    private async Task<string> FourVersionsAsync()
    {
        var name = server.NewName("searched");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        var digest = (await server.Admin.MustAsync("PUT", "artifacts", """["a", "b"]"""))["digest"]!.GetValue<string>();
        string[] metrics = ["""{"ic": 0.1}""", """{"ic": 0.2}""", """{"sharpe": 1}""", """{"ic": 0.3}"""];
        for (var i = 0; i < 4; i++)
        {
            await server.Admin.MustAsync("POST", $"models/{name}/versions",
                $$$"""{"flavor": "sum", "artifact": "{{{digest}}}", "metrics": {{{metrics[i]}}}, "params": {"depth": "{{{(i == 3 ? 4 : 6)}}}"}, "tags": {"n": "{{{i + 1}}}"}, "bump": "patch"}""");
        }

        return name;
    }

    private static string Numbers(JsonNode versions) => string.Join(' ', versions.AsArray().Select(version => version!["number"]!.GetValue<int>()));
}
