using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary>What was in production at a time: <c>?at=</c>.</summary>
[Collection(ServerCollection.Name)]
public sealed class TimeTravelTests(RegistryServer server)
{
    [Fact]
    public async Task Get_AtEachEvent_IsWhatTheModelWasAfterIt()
    {
        var model = await server.ServingModelAsync("past");
        var first = await LastEventAsync(model);
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1", """{"description": "later", "tags": {"a": "1"}}""");
        await server.RegisterAsync(model);
        await server.Admin.MustAsync("POST", $"models/{model}/versions/2/transitions", """{"to": "Production", "reason": "newer"}""");
        var last = await LastEventAsync(model);

        Assert.Equal("1 [1]", Shown(await ModelAtAsync(model, first)));
        Assert.Equal("2 [1,2]", Shown(await ModelAtAsync(model, last)));
        Assert.Equal(Shown((await server.Admin.GetAsync($"models/{model}")).Json), Shown(await ModelAtAsync(model, last)));
        Assert.Equal("1 Production ", Version(await VersionAtAsync(model, "production", first)));
        Assert.Equal("2 Production ", Version(await VersionAtAsync(model, "production", last)));
        Assert.Equal("1 Production ", Version(await VersionAtAsync(model, "1", first)));
        Assert.Equal("1 Production later", Version(await VersionAtAsync(model, "1", last)));
    }

    [Fact]
    public async Task Get_OfAVersionAtItsLastEvent_IsWhatTheTablesSay()
    {
        var model = await server.ServingModelAsync("past");
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1", """{"description": "d", "tags": {"a": "1", "b": "2"}, "servingEndpoint": "https://x"}""");
        await server.Admin.MustAsync("PATCH", $"models/{model}/versions/1", """{"removeTags": ["a"], "servingEndpoint": "", "servingNotes": "n"}""");

        var now = (await server.Admin.GetAsync($"models/{model}/versions/1")).Text;
        Assert.Equal(now, (await server.Admin.GetAsync($"models/{model}/versions/1?at={await LastEventAsync(model)}")).Text);
    }

    [Fact]
    public async Task Get_BeforeCreationOrAfterDeletionOrInTheFuture_SaysSo()
    {
        var model = await server.ServingModelAsync("past");
        var alive = await LastEventAsync(model);
        (await server.Admin.GetAsync($"models/{model}?at=2001-02-03T04:05:06Z")).MustBeProblem(404, "model_not_found", model, "2001-02-03T04:05:06", "was created at");
        (await server.Admin.GetAsync($"models/{model}?at=9001-02-03T04:05:06Z")).MustBeProblem(400, "malformed", "9001-02-03T04:05:06", "has not come");
        (await server.Admin.GetAsync($"models/{model}?at=yesterday")).MustBeProblem(400, "malformed", "at", "yesterday");
        (await server.Admin.GetAsync($"models/{model}/versions/7?at={alive}")).MustBeProblem(404, "version_not_found", "'7'", model);

        var id = (await server.Admin.GetAsync($"models/{model}")).Json["id"]!.GetValue<string>();
        Assert.Equal(200, (await server.Admin.SendAsync("DELETE", $"models/{model}?force=true&reason=gone", null)).Status);
        Assert.Equal("1 [1]", Shown(await ModelAtAsync($"id:{id}", alive)));
        (await server.Admin.GetAsync($"models/id:{id}?at={await LastEventAsync($"id:{id}")}")).MustBeProblem(404, "model_not_found", "had been deleted");
    }

    private static string Shown(JsonNode model) => $"{model["production"]} [{string.Join(',', model["versions"]!.AsArray().Select(version => version!["number"]))}]";

    private static string Version(JsonNode version) => $"{version["number"]} {version["stage"]} {version["description"]}";

    private async Task<string> LastEventAsync(string model) => Uri.EscapeDataString((await server.Admin.GetAsync($"models/{model}/history?pageSize=1")).Json["events"]![0]!["at"]!.GetValue<string>());

    private async Task<JsonNode> ModelAtAsync(string model, string at) => await OkAsync($"models/{model}?at={at}");

    private async Task<JsonNode> VersionAtAsync(string model, string version, string at) => await OkAsync($"models/{model}/versions/{version}?at={at}");

    private async Task<JsonNode> OkAsync(string path)
    {
        var answer = await server.Admin.GetAsync(path);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }
}
